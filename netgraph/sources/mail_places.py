"""What the folder, file or label a mail lies in says of it: sent, spam or trash, draft.

Mail programs name these in the language of their user.
"""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Final

from ..schema import fold_name


def _folded(names: str) -> frozenset[str]:
    return frozenset(fold_name(name) for name in names.split(","))


_SENT_FOLDERS: Final = _folded(
    """
    sent, sent mail, sent items, sent messages, outbox, gesendet, gesendete objekte,
    gesendete elemente, postausgang, envoyes, messages envoyes, elements envoyes,
    enviados, enviado, enviadas, elementos enviados, correo enviado, mensajes enviados,
    mensagens enviadas, e mails enviados, posta inviata, inviati, inviata, verzonden,
    verzonden items, verzonden berichten, wyslane, odeslane, odeslana posta, skickat,
    skickade, sendt, sendte, lahetetyt, gonderilmis postalar, gonderilenler, elkuldott,
    elkuldott elemek, trimise, отправленные, надіслані, απεσταλμενα, 送信済み, 送信済みメール,
    已发送, 已发送邮件, 寄件備份, 보낸편지함
    """
)
_SPAM_FOLDERS: Final = _folded(
    """
    spam, junk, junk email, junk e mail, bulk mail, spamverdacht, trash, bin, deleted,
    deleted items, deleted messages, papierkorb, geloscht, geloschte objekte, geloschte
    elemente, corbeille, elements supprimes, courrier indesirable, indesirables,
    pourriel, papelera, eliminados, correo no deseado, elementos eliminados, cestino,
    posta indesiderata, posta eliminata, lixeira, lixo eletronico, itens excluidos,
    prullenbak, ongewenst, ongewenste e mail, verwijderde items, kosz, kos, skrappost,
    papirkurv, roskakori, cop kutusu, kuka, спам, корзина, 迷惑メール, ゴミ箱, 垃圾邮件, 垃圾郵件,
    已删除邮件, 스팸함, 휴지통
    """
)
_DRAFT_FOLDERS: Final = _folded(
    """
    draft, drafts, entwurf, entwurfe, brouillon, brouillons, borrador, borradores,
    bozze, rascunho, rascunhos, concept, concepten, wersje robocze, koncepty, utkast,
    kladder, luonnokset, taslaklar, piszkozatok, черновики, чернетки, 下書き, 草稿, 草稿箱,
    임시보관함
    """
)


_CODED: Final = re.compile(r"&([A-Za-z0-9+,]*)-")
"""How mail servers write letters beyond ASCII in the names of folders (RFC 3501, 5.1.3)."""


def _letters(coded: re.Match[str]) -> str:
    digits = coded.group(1).replace(",", "/")
    try:
        return b64decode(digits + "=" * (-len(digits) % 4)).decode("utf-16-be") if digits else "&"
    except ValueError:
        return coded.group()


@dataclass(slots=True)
class Place:
    """What the folder or file a mail lies in says about it, in the words mail programs use."""

    is_sent: bool = False
    is_spam: bool = False
    is_draft: bool = False

    @classmethod
    def named(cls, *names: str) -> Place:
        """The place of these folder names or labels.

        >>> Place.named("Gesendet"), Place.named("Inbox", "Work").is_sent
        (Place(is_sent=True, is_spam=False, is_draft=False), False)
        """
        folded = {fold_name(_CODED.sub(_letters, name)) for name in names}
        return cls(
            not folded.isdisjoint(_SENT_FOLDERS),
            not folded.isdisjoint(_SPAM_FOLDERS),
            not folded.isdisjoint(_DRAFT_FOLDERS),
        )
