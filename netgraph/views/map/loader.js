(async () => {
  const wait = document.getElementById("wait");
  try {
    const raw = atob(document.getElementById("code").textContent);
    const bytes = new Uint8Array(raw.length);
    for (let k = 0; k < raw.length; k++) bytes[k] = raw.charCodeAt(k);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  } catch (problem) {
    wait.textContent = `This map needs a browser of 2023 or later (${problem}).`;
  }
})();
