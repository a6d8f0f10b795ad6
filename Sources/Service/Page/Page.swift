/// The page itself: plain HTML, no foreign script.
enum Page {
  static let html = #"""
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Assonance</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
      body { max-width: 60rem; margin: 0 auto; padding: 1rem 1rem 6rem; }
      header { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap; }
      h1 { font-size: 1.2rem; margin: 0; }
      input { font: inherit; padding: .4rem .6rem; }
      #q { flex: 1 1 16rem; }
      table { width: 100%; border-collapse: collapse; margin-top: 1rem; }
      th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid #8884; }
      th { font-weight: 500; opacity: .7; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      button { font: inherit; cursor: pointer; }
      tr.playing { font-weight: 600; }
      footer { position: fixed; inset: auto 0 0; padding: .5rem 1rem; background: Canvas;
        border-top: 1px solid #8884; display: flex; gap: 1rem; align-items: center; }
      audio { flex: 1; min-width: 10rem; }
      #note { min-height: 1.5em; opacity: .8; }
    </style>
    <header>
      <h1>Assonance</h1>
      <input id="q" type="search" placeholder="Search: words, artist:…, genre:…" aria-label="Search" autofocus>
      <input id="token" type="password" placeholder="Token, if one is asked for" aria-label="Token" autocomplete="off">
    </header>
    <p id="note" role="status"></p>
    <table>
      <thead><tr><th></th><th>Title</th><th>Artist</th><th>BPM</th><th>Key</th><th>Length</th><th></th></tr></thead>
      <tbody id="rows"></tbody>
    </table>
    <footer><span id="now">Nothing plays</span><audio id="player" controls></audio></footer>
    <script>
      const $ = id => document.getElementById(id);
      $("token").value = sessionStorage.getItem("token") || "";
      const headers = () => $("token").value ? {Authorization: "Bearer " + $("token").value} : {};
      async function ask(path) {
        const reply = await fetch(path, {headers: headers()});
        if (!reply.ok) {
          const body = await reply.json().catch(() => ({}));
          throw new Error(body.error ? body.error.message : reply.status);
        }
        return reply;
      }
      const json = async path => (await ask(path)).json();
      const say = text => { $("note").textContent = text; };
      const clock = s => Math.floor(s / 60) + ":" + String(Math.floor(s % 60)).padStart(2, "0");

      // Text goes in as text: titles are other people's.
      function cell(row, text, isNumber) {
        const td = row.insertCell();
        td.textContent = text ?? "–";
        if (isNumber) td.className = "number";
        return td;
      }
      function button(row, label, title, action) {
        const b = document.createElement("button");
        b.textContent = label; b.title = title; b.setAttribute("aria-label", title);
        b.onclick = () => action().catch(error => say(error.message));
        row.insertCell().append(b);
      }
      function show(tracks) {
        $("rows").replaceChildren();
        for (const t of tracks) {
          const row = $("rows").insertRow();
          row.dataset.track = t.track;
          button(row, "▶", "Play " + t.title, () => play(t));
          cell(row, t.title); cell(row, t.artist);
          cell(row, t.tempo && t.tempo.toFixed(0), true); cell(row, t.key);
          cell(row, t.duration && clock(t.duration), true);
          button(row, "alike", "What sounds like " + t.title, () => alike(t));
        }
      }
      async function search() {
        const answer = await json("/api/tracks?limit=100&q=" + encodeURIComponent($("q").value));
        show(answer.tracks);
        say(answer.total + (answer.total === 1 ? " track" : " tracks"));
      }
      async function alike(track) {
        const answer = await json("/api/tracks/" + track.track + "/similar?limit=20");
        const full = await Promise.all(answer.results.map(async r => {
          const t = await json("/v1/audio-features/" + r.track).catch(() => ({}));
          const names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
          return {...r, tempo: t.tempo, duration: (t.duration_ms || 0) / 1000,
            key: t.key >= 0 ? names[t.key] + (t.mode ? " major" : " minor") : null};
        }));
        show([track, ...full]);
        say("What sounds like " + track.title);
      }
      let url;
      async function play(track) {
        const ladder = await json("/api/tracks/" + track.track + "/ladder");
        const rung = ladder.rungs.filter(r => r.nominalBitrate <= 170000).pop() || ladder.rungs[0];
        if (!rung) throw new Error("The track has no rendition.");
        const blob = await (await ask(new URL(rung.url).pathname + new URL(rung.url).search)).blob();
        if (url) URL.revokeObjectURL(url);
        url = URL.createObjectURL(blob);
        $("player").src = url;
        $("now").textContent = (track.artist ? track.artist + " – " : "") + track.title;
        for (const row of $("rows").rows) row.className = row.dataset.track === track.track ? "playing" : "";
        await $("player").play();
      }
      let wait;
      $("q").oninput = () => { clearTimeout(wait); wait = setTimeout(() => search().catch(e => say(e.message)), 150); };
      $("token").onchange = () => { sessionStorage.setItem("token", $("token").value); search().catch(e => say(e.message)); };
      search().catch(e => say(e.message));
    </script>
    </html>
    """#
}
