"""One name in many spellings: scripts, transliterations, short forms, slips of the pen.

`romanised` brings a name into Latin letters, `sound` folds what transliterations and spelling
habits write differently, `likeness` says how well two parts of names agree, from 0 to 1.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..schema import fold_name
from .names import name_parts

EXACT: Final = 1.0
SAME_SOUND: Final = 0.95
SHORT_FORM: Final = 0.9
SLIP: Final = 0.8
INITIAL: Final = 0.5

_CAMEL = re.compile(r"[A-Z][a-z']*|[a-z']+")
_SEMITIC: Final = frozenset({"ARABIC", "HEBREW"})
_JOINED_SCRIPTS: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})
_KOREAN: Final = {
    "gim": "kim",
    "bak": "park",
    "choe": "choi",
    "jeong": "jung",
    "gang": "kang",
    "jo": "cho",
    "yun": "yoon",
    "i": "lee",
    "im": "lim",
    "gwon": "kwon",
}
PARTICLES: Final = frozenset(
    "van von der den de da do dos das di del della la le el al bin ben ibn und zu zum zur ter "
    "ten te af av du des st san".split()
)

_SOUND_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"^(?:ye|je|ie)(?=[a-z])", "e"),
        (r"s?hch|stsch|sch|sz", "sh"),
        (r"tsch|tch|cz", "ch"),
        (r"dj", "d"),
        (r"dzh|dz", "j"),
        (r"zh|rz", "z"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q(?:u|v)?(?=[aeiou])|q", "k"),
        (r"ch(?=[rl])", "k"),
        (r"x", "ks"),
        (r"ts|tz", "c"),
        (r"dt", "t"),
        (r"w", "v"),
        (r"aa", "a"),
        (r"(?<=[^aeiou])ue|oo|ou", "u"),
        (r"(?<=[^aeiou])oe", "o"),
        (r"(?<=[^aeiou])ae", "a"),
        (r"[yij](?=[uoae])", "i"),
        (r"[yj]", "i"),
        (r"ii|ee|ei|ie", "i"),
        (r"ia", "a"),
        (r"iu", "u"),
        (r"c(?=[ei])", "s"),
        (r"c(?!h)", "k"),
        (r"(?<=[a-z])h(?![a-z])|(?<=[bdlnrt])h", ""),
        (r"z", "s"),
        (r"ff$", "v"),
        (r"(.)\1+", r"\1"),
    )
)

_GIVEN_NAMES: Final = """
alexander alexandros alexandru aleksandr alexandr oleksandr alex alec xander sasha sascha sanya
alejandro alessandro | alexandra aleksandra alex sandra sasha lexi | alistair alasdair alastair
ali al | andrew andreas andre andrei andrzej andy drew | andrea andi | anthony antonio anton tony
toni | antonia toni | anna anne ann annie anya nan | barbara barb babs barbel | beatrice beatriz
bea trixie | benjamin ben benny benji benedict | carolina caroline karoline caro carrie lina |
catherine katherine kathryn katharine katharina katarina katarzyna catalina kate katie kathy cathy
kat kit kasia katja kaethe karin | charles carl karl carlos carlo charlie chuck chas | charlotte
lotte lottie charlie | christopher christoph kristof chris kit topher | christian chris |
christina christine kristina cristina kristin chris tina christa | daniel dan danny dani |
danielle daniela dani | david dave davy davide | deborah debra deb debbie | dmitri dmitry dmytro
dima mitya | dorothy dorothea dot dottie dora thea | edward eduard eduardo edoardo ed eddie ted
ned teddy | elizabeth elisabeth elisabetta eliza liz lizzie beth betty bess lisa elise libby ela
elsbeth | emily em emmy | emma em | eugene evgeny evgenii eugen eugenio gene zhenya | ferdinand
fernando ferdi nando | florence flo florrie | florian flo | frances francesca franziska fran
frankie | francis frank frankie | francis francesco francisco franz franciszek francois paco
pancho | frederick friedrich federico frederic fryderyk fred freddie fritz | gabriel gabe |
gabrielle gabriela gabriella gabi gaby | geoffrey jeffrey geoff jeff | george georg jorge giorgio
georgios yuri yorgos jerzy | gerald gerard gerhard gerry jerry gerd | gregory grigori gregor greg
grisha | harold harry hal | heinrich henry henri enrico enrique henryk hank harry heinz hal |
helen helena elena ellen nell nellie leni | ignacio ignatius ignaz nacho inigo | isabel isabella
isabelle isobel izzy bella | jacob jakob jacques giacomo jake | james jaime giacomo jim jimmy
jamie | jennifer jen jenny | jessica jess jessie | joanna johanna joan jo hanna | john johann
johannes hans jean juan joao giovanni ivan jan ian sean jack johnny jon hansi | jonathan jon jonny
| joseph josef jose giuseppe jozef joe joey pepe sepp beppe pepito | joshua josh | judith judy |
julia giulia julie yulia jules | kenneth ken kenny | lawrence laurence lorenz lorenzo lars larry |
laura lori | leonard leonardo leo len lenny | louis luis luigi ludwig lewis lou louie | louise
luisa lou | ludmila lyudmila mila luda | margaret margarete margarita marguerite margherita maggie
meg peggy greta grete rita madge | maria marie mary mariya molly polly mia masha mitzi | martin
marty marcin | matthew matthias mateo matteo matt mateusz matthieu hias | maximilian maxim
massimiliano max | michael mikhail miguel michele michel michal mike mick mickey misha micha |
mohammed muhammad mohamed mohammad muhammed mehmet mo | nadezhda nadia nadja nadya | natalia
nataliya nathalie natalie natasha nat | nathaniel nathan nate nat | nicholas nicolas nikolas
nikolaus nikolai nicola niccolo klaus nick nico nik nikos nikolaos | nicole nikki nicki | olga
olya | oliver ollie oli | olivia liv livia | pamela pam | patricia pat patty trish tricia |
patrick pat paddy patrice | paul pablo paolo pavel pawel pauli | paula pauline | pelagia pola |
peter pedro pietro pierre pyotr piotr petr pete petros | philip philippe felipe filippo filip phil
| rachel raquel rae | raymond ramon ray | rebecca becky becca | richard ricardo riccardo rick rich
dick ricky richie | robert roberto rob bob bobby robbie bert robin | ronald ron ronnie | rosemary
rosa rose rosie | samuel sam sammy | samantha sam sammy | sarah sara sally sadie | sergei sergio
serge serhiy seryozha | sophia sofia sophie zofia sonia sonya | stephen steven stefan stephan
esteban etienne stefano stepan steve ste | stephanie stefanie stefania steph steffi | susan
susanne susanna suzanne zuzana sue susie suzy | tatiana tatyana tanya | theodore theodor fyodor
ted teddy theo | theresa teresa therese tess tessa terry resi | thomas tomas tommaso tom tommy
tomasz | timothy tim timmy timo | ulrich uli ulli | ursula uschi ulla | valentina valerie val |
victor viktor vittorio vic | victoria viktoria vittoria vicky tori | vincent vincenzo vicente
vince vin vinnie | vladimir volodymyr wladimir vova volodya | walter walt wally | wilhelm william
guillermo guillaume guglielmo will bill billy willy liam wim | wolfgang wolf | xavier javier
saverio javi | yelena jelena elena lena | zachary zach zack
"""
"""Between `|` the forms of one given name; a form may stand in several places."""

_MORE_GIVEN_NAMES: Final = """
alice alicia aline amelia amy ana andrea angela angelo anita anja antje arthur astrid august
bernard bernd bianca birgit brian bruno camilla camille carla caroline cecilia chloe claire clara
claudia claudio colin cornelia craig dana daniela danielle dario darren denis denise diana diane
diego dirk dominic donald doris douglas duncan dylan edgar edith edwin elsa emil emilia emma enzo
eric erica erik erin ernst esther eva evan eve evelyn fabian fabio fatima felix fiona flavia
flavio frank franz gary gemma georgia gina gisela giulia giulio gloria grace graham guido gunther
gustav harriet hassan heather heidi heike helga henrik herbert hilary holger holly horst hugo ian
ida ines ingo ingrid irene irina iris isaac ivan ivana jade jan jana jane janet janine jasmin
jason jasper jens jerome joel jon jonas jordan josefa josephine joyce juan juana judy julia julian
juliana juliane julius jutta kai karen karim karina karla kathleen keith kelly kerstin kevin
kirsten klara kurt lara larissa lars laurent lea leila lena leon leona leonie leslie lia liam
lilian lily linda linus lisa livia lorena louisa luca lucas lucia lucy luisa lukas lydia lynn
madeleine magda maja malcolm manuel manuela mara marc marcel marcia marco marcus margot maria
marian marina mario marion marius mark marlene marta martha mathilde maureen maurice maya megan
melanie melissa mercedes michaela michele milan milena miriam mona monica monika moritz nadine
naomi natasha neil nele nils nina noah noel noemi nora norman oscar otto owen paola pascal
patricia patrick petra philippa pia rafael rainer ralf ralph ramona raoul raphael regina renate
rene rita robin rocio roger roland roman romeo romina rosa roy ruben rudolf rupert ruth ryan
sabina sabine sabrina salma salvador sandrine sandro sascha scott sean selma shane sharon sheila
silke silvia silvio simon simone sina sonja steffen stella susana sven svenja sybille sylvia
tamara tania tara tatjana thea tilda tim tina tobias tom toni trevor ute uwe valeria valerio
vanessa vera verena veronica veronika victor viola virginia vivian wendy werner wilma yasmin yves
yvonne zoe
"""


def _by_form() -> dict[str, frozenset[int]]:
    """Folded given name → the groups of `_GIVEN_NAMES` it stands in."""
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate(_GIVEN_NAMES.split("|")):
        for name in map(fold_name, group.split()):
            found[name] = found.get(name, frozenset()) | {number}
    return found


_FORMS: Final = _by_form()
_KNOWN_GIVEN: Final = frozenset(_FORMS) | frozenset(map(fold_name, _MORE_GIVEN_NAMES.split()))


@lru_cache(maxsize=131_072)
def romanised(name: str) -> tuple[str, ...]:
    """The parts of a name in Latin letters, first names first; titles left out.

    >>> romanised("Сергей Иванов"), romanised("王小明"), romanised("Vale, Inés (she/her)")
    (('sergei', 'ivanov'), ('xiaoming', 'wang'), ('ines', 'vale'))
    """
    parts = name_parts(name)
    if all(p.isascii() for p in parts):
        return parts
    return tuple(q for p in parts for q in _latin(p) if q)


def _latin(part: str) -> tuple[str, ...]:
    """One part in Latin letters; a name written without blanks falls into given and family."""
    from anyascii import anyascii

    script = _script(part)
    if script == "ARABIC":
        part = part.removeprefix("\u0627\u0644")  # the article
    if script == "GREEK":
        part = part.replace("\u03bf\u03c5", "u")
    if script not in _JOINED_SCRIPTS:
        return ("".join(c for c in anyascii(part).lower() if c.isalpha()),)
    composed = unicodedata.normalize("NFC", part)
    syllables = [c.lower().replace("'", "") for c in _CAMEL.findall(anyascii(composed))]
    if len(syllables) < 2 or len(composed) < 2:
        return ("".join(syllables),)
    family = _KOREAN.get(syllables[0], syllables[0]) if script == "HANGUL" else syllables[0]
    return ("".join(syllables[1:]), family)


def _script(part: str) -> str:
    letter = next((c for c in part if c.isalpha()), "a")
    return unicodedata.name(letter, "LATIN").split()[0]


def is_consonantal(name: str) -> bool:
    """Whether a name is in a script that leaves most vowels out."""
    return any(_script(p) in _SEMITIC for p in name_parts(name))


@lru_cache(maxsize=131_072)
def sound(part: str) -> str:
    """What is left of a part when spelling habits are folded away.

    >>> sound("shcherbakov") == sound("scherbakow"), sound("juergen") == sound("jurgen")
    (True, True)
    """
    for pattern, replacement in _SOUND_RULES:
        part = pattern.sub(replacement, part)
    return part


@lru_cache(maxsize=131_072)
def skeleton(part: str) -> str:
    """The consonants of a part, doubled ones once."""
    part = re.sub(r"[^a-z]|[aeiouy]", "", part)
    return re.sub(r"(.)\1+", r"\1", part)


def forms(part: str) -> frozenset[int]:
    """The groups of given names that a part is a form of."""
    return _FORMS.get(part, frozenset())


def is_given_name(part: str) -> bool:
    """Whether the part is a given name of the list."""
    return part in _KNOWN_GIVEN


@lru_cache(maxsize=262_144)
def likeness(p: str, q: str) -> float:
    """How well two parts of names agree: 1 equal … 0 not at all.

    >>> likeness("bob", "robert"), likeness("maria", "mario"), likeness("hadlesley", "haddlesey")
    (0.9, 0.0, 0.8)
    """
    if p == q:
        return EXACT
    if not p or not q:
        return 0.0
    if len(p) == 1 or len(q) == 1:
        return INITIAL if p[0] == q[0] else 0.0
    if forms(p) & forms(q):
        return SHORT_FORM
    if len(p) > 2 and len(q) > 2 and sound(p) == sound(q):
        return SAME_SOUND
    if is_given_name(p) and is_given_name(q):
        return 0.0
    return SLIP if _is_slip(p, q) else 0.0


def _is_slip(p: str, q: str) -> bool:
    """Whether one is the other with a letter or two mistyped, but not its feminine form."""
    from rapidfuzz.distance import OSA

    short, long = sorted((p, q), key=len)
    if long[:-1] == short or (len(p) == len(q) and p[:-1] == q[:-1] and p[-1] in "aeio"):
        return False
    if len(short) < 5:
        return len(short) == 4 and sorted(p) == sorted(q) and OSA.distance(p, q) == 1
    allowed = 2 if len(short) >= 8 and short[0] == long[0] else 1
    if OSA.distance(p, q, score_cutoff=allowed) <= allowed:
        return True
    one, two = sound(p), sound(q)
    return (
        min(len(one), len(two)) >= 5
        and one[0] == two[0]
        and OSA.distance(one, two, score_cutoff=1) <= 1
    )
