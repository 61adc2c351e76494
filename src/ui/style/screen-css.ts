export const SCREEN_CSS = `
.big-play{position:absolute;inset:0;margin:auto;width:76px;height:76px;border-radius:50%;display:grid;place-items:center;color:#fff;background:var(--fleuve-big-play,linear-gradient(150deg,#1f86e8,#0fa3a6 70%,#10b59c));box-shadow:0 8px 34px rgb(0 0 0/.42),inset 0 0 0 1.5px rgb(255 255 255/.25);transition:transform var(--ease),filter var(--ease)}
.big-play:hover{transform:scale(1.06);filter:brightness(1.07)}
.big-play:focus-visible{outline:3px solid #fff;outline-offset:3px}
.big-play .icon{width:38px;height:38px}
.spinner{position:absolute;inset:0;margin:auto;width:54px;height:54px;border-radius:50%;pointer-events:none;background:conic-gradient(from 20deg,transparent 15%,#4b9dff,#43d0d2 95%);mask:radial-gradient(circle,transparent 21px,#000 22px);-webkit-mask:radial-gradient(circle,transparent 21px,#000 22px);animation:spin 1s linear infinite}
@keyframes spin{to{transform:rotate(1turn)}}
.bezel{position:absolute;inset:0 0 14%;margin:auto;width:fit-content;height:fit-content;min-width:64px;min-height:64px;padding:12px 14px;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:2px;border-radius:18px;color:#fff;background:rgb(8 16 20/.66);font-weight:650;font-variant-numeric:tabular-nums;pointer-events:none;opacity:0;visibility:hidden}
.bezel .icon{width:34px;height:34px}
.bezel span:empty{display:none}
.bezel.shown{visibility:visible;animation:bezel .55s ease-out}
@keyframes bezel{from,60%{opacity:1}to{opacity:0}}
.state-screen:not(:empty){display:flex;overflow:auto;background:light-dark(rgb(246 250 252/.9),rgb(8 15 19/.86))}
.message{margin:auto;padding:48px 20px 24px;max-width:560px;display:flex;flex-direction:column;align-items:center;text-align:center;gap:8px}
.message>.icon{width:40px;height:40px;color:var(--accent)}
.message h2{font-size:19px;text-wrap:balance}
.message p{margin:0;color:var(--soft);font-weight:400;text-wrap:pretty}
.message .wrong{color:light-dark(#b3122f,#ff8a9c);font-weight:600}
.message .actions,.up-next .actions{display:flex;flex-wrap:wrap;justify-content:center;gap:8px;margin-top:8px}
.message details{max-width:100%}
.message summary{cursor:pointer;min-height:24px;color:var(--accent)}
.notices{position:absolute;top:62px;inset-inline:14px;display:flex;flex-direction:column;align-items:flex-start;gap:8px;pointer-events:none}
.notices>*{pointer-events:auto}
.notice{display:flex;align-items:center;gap:10px;max-width:100%;padding:6px 14px;border-radius:12px;background:var(--surface);backdrop-filter:blur(20px);-webkit-backdrop-filter:blur(20px);box-shadow:0 6px 24px rgb(0 0 0/.26),inset 0 0 0 1px var(--line)}
.notice .text-button{min-height:30px;padding:2px 12px;margin-inline-end:-6px}
.unmute{box-shadow:0 6px 24px rgb(0 0 0/.34)}
.end-screen{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;align-content:center;gap:22px;padding:20px 20px 96px;background:rgb(4 10 14/.62)}
.end-screen .again{position:static;margin:0}
.up-next{display:grid;grid-template-columns:auto 1fr;gap:8px 14px;align-items:center;width:min(400px,100%);padding:12px;border-radius:14px;background:var(--solid);box-shadow:0 10px 34px rgb(0 0 0/.3)}
.up-next img{width:128px;aspect-ratio:16/9;object-fit:cover;border-radius:9px}
.up-next-text{min-width:0;font-weight:650;overflow-wrap:anywhere}
.up-next .eyebrow{font-size:12.5px;font-weight:500;color:var(--soft)}
.up-next .actions{grid-column:1/-1;margin:0;justify-content:flex-start}
`;
