export const SCREEN_CSS = `
.spinner{position:absolute;inset:0;margin:auto;width:54px;height:54px;border-radius:50%;pointer-events:none;background:conic-gradient(from 20deg,transparent 15%,#4b9dff,#43d0d2 95%);mask:radial-gradient(circle,transparent 21px,#000 22px);animation:spin 1s linear infinite}
@keyframes spin{to{transform:rotate(1turn)}}
.state-screen:not(:empty){display:flex;overflow:auto;text-align:center;background:light-dark(rgb(246 250 252/.9),rgb(8 15 19/.86))}
.state-screen>div{margin:auto}
.notices{position:absolute;top:62px;inset-inline:14px;display:flex;flex-direction:column;align-items:flex-start;gap:8px;pointer-events:none}
.notices>*{pointer-events:auto}
.notice{display:flex;align-items:center;gap:10px;max-width:100%;padding:6px 14px;border-radius:12px;background:var(--surface);backdrop-filter:blur(20px);box-shadow:0 6px 24px rgb(0 0 0/.26),inset 0 0 0 1px var(--line)}
.notice .text-button{min-height:30px;padding:2px 12px;margin-inline-end:-6px}
.unmute{box-shadow:0 6px 24px rgb(0 0 0/.26)}
.end-screen{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;align-content:center;gap:22px;padding:20px 20px 96px;background:rgb(4 10 14/.62)}
.end-screen .again{position:static;margin:0}
`;
