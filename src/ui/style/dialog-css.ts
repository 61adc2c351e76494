/** The look of what single dialogs hold. */
export const DIALOG_CSS = `
.help{display:grid;grid-template-columns:1fr auto;margin:0}
.help>*{padding:6px 0;border-top:1px solid var(--line);margin:0;font-weight:400}
.help>:first-of-type{border-top:0}
.help dd{text-align:end;padding-inline-start:14px}
kbd{display:inline-block;min-width:26px;padding:3px 7px;border-radius:6px;background:var(--hover);box-shadow:inset 0 0 0 1px var(--line);font:600 13px system-ui;text-align:center;margin-inline-start:4px;direction:ltr}
.stats dd{overflow-wrap:anywhere;user-select:text;-webkit-user-select:text}
.stats dt{white-space:nowrap}
.stats,.share-line label{font-size:13px}
.swarm-picture{width:100%;border-radius:10px;background:var(--hover)}
.swarm-picture text{font:600 11px system-ui;fill:var(--text);text-anchor:middle}
.node{fill:var(--solid);stroke:var(--accent);stroke-width:2}
.you{fill:var(--accent)}
.server{stroke:var(--source)}
:where(.swarm-picture) path{fill:none;stroke:var(--soft);stroke-width:1.5;opacity:.45}
.moves{stroke:var(--accent);opacity:1;stroke-dasharray:3 7;stroke-linecap:round;animation:flow 2.5s linear infinite}
.moves.http{stroke:var(--source)}
.moves.out{animation-direction:reverse}
.share-line{display:flex;gap:8px;align-items:flex-end}
.share-line label{flex:1;min-width:0;display:flex;flex-direction:column;gap:3px;color:var(--soft)}
.share-line .field{width:100%;text-overflow:ellipsis}
.check{display:flex;align-items:center;gap:10px;min-height:28px}
.check input{width:18px;height:18px;margin:0;accent-color:var(--accent)}
input[type=color].field{width:64px;padding:3px 5px}
.sample{padding:2px 10px;border-radius:3px}
.sample-box{font-size:18px;text-align:center;padding:14px;border-radius:10px;background:linear-gradient(90deg,var(--source),var(--accent))}
.entries{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:2px}
.entry{display:grid;grid-template-columns:22px 84px 1fr;gap:10px;align-items:center;width:100%;padding:6px;border-radius:10px;text-align:start}
.entry:hover,.entry[aria-current]{background:var(--hover)}
.entry[aria-current]{font-weight:650}
.entry:disabled{opacity:.6}
.place,.length{text-align:center;color:var(--soft);font-weight:400;font-size:13px;font-variant-numeric:tabular-nums}
.thumb{width:84px;aspect-ratio:16/9;border-radius:6px;object-fit:cover;background:var(--line)}
.what{min-width:0;overflow:hidden;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}
@media (forced-colors:active){.node,.swarm-picture path{forced-color-adjust:auto;stroke:CanvasText}.you{fill:Highlight}}
`;
