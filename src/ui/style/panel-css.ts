/**
 * The look of menus and dialogs. What goes on below is seen by a shade, over which the end of the content lays its own
 * ground; where the system chooses the colours the shade is a line.
 */
export const PANEL_CSS = `
.panels{position:absolute;inset-inline-end:10px;bottom:96px;z-index:3}
.panel{width:max-content;min-width:min(230px,100cqw);max-width:min(360px,100cqw - 20px);max-height:calc(100cqh - 108px);overflow:auto;overscroll-behavior:contain;border-radius:14px;background:var(--solid);color:var(--text);box-shadow:0 8px 30px rgb(0 0 0/.3),inset 0 0 0 1px var(--line);animation:rise var(--ease)}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}
.menu{padding:6px;display:flex;flex-direction:column}
.row{display:flex;align-items:center;gap:10px;min-height:36px;padding:5px 10px;border-radius:10px;text-align:start;flex:none}
.row:is(:focus,:hover){background:var(--hover)}
.row:focus-visible{outline-offset:-2px}
.row .label{flex:1}
.row .detail{color:var(--soft);font-weight:400;max-width:190px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row .tick{width:20px;flex:none;color:var(--accent)}
.row .icon{width:20px}
.row .more{color:var(--soft);margin-inline-end:-4px}
.row[aria-checked=true]{font-weight:650}
.menu:has(.tick)>[role=menuitem]:not(.back)::before{content:"";width:20px}
.row.back{font-weight:650;border-bottom:1px solid var(--line);border-radius:10px 10px 0 0;margin-bottom:4px}
.dialog{display:flex;flex-direction:column;width:340px;overflow:hidden}
.dialog:focus-visible,.dialog-body:focus-visible{outline-offset:-3px}
.dialog:has(.stats,.share-line){width:480px;max-width:calc(100cqw - 20px)}
.dialog-head{display:flex;align-items:center;justify-content:space-between;padding:8px 8px 4px;padding-inline-start:18px;flex:none}
h2{margin:0;font-size:16px;font-weight:650;line-height:1.3}
.dialog-body{overflow:auto;padding:2px 18px 16px;display:flex;flex-direction:column;gap:10px}
.dialog-body>*{flex:none}
.menu,.dialog-body{background:linear-gradient(transparent,var(--solid) 60%) bottom/100% 52px no-repeat local,linear-gradient(transparent,var(--line)) bottom/100% 26px no-repeat,var(--solid)}
.line{display:flex;align-items:center;justify-content:space-between;gap:14px;min-height:32px}
.note{margin:0;font-size:13px;font-weight:400;color:var(--soft)}
.facts{margin:0;border-radius:10px;background:var(--hover);padding:4px 12px}
.facts>div{display:flex;justify-content:space-between;gap:14px;padding:5px 0}
.facts>div+div{border-top:1px solid var(--line)}
.facts dt{color:var(--soft);font-weight:400}
.facts dd{margin:0;font-variant-numeric:tabular-nums;text-align:end;font-weight:600}
.field{min-height:36px;padding:6px 12px;border-radius:10px;border:1px solid var(--soft);background:var(--solid);color:var(--text);min-width:0}
select.field{padding-inline:8px}
.switch{appearance:none;flex:none;margin:0;width:42px;height:24px;border-radius:12px;background:var(--soft);position:relative;cursor:pointer;transition:background var(--ease)}
.switch::after{content:"";position:absolute;top:3px;inset-inline-start:3px;width:18px;height:18px;border-radius:50%;background:var(--solid);transition:inset-inline-start var(--ease)}
.switch:checked{background:var(--accent)}
.switch:checked::after{inset-inline-start:21px}
@container player (max-width:480px){
.panels{inset:0;display:flex;align-items:flex-end;pointer-events:none}
.panels:empty{display:none}
.menu-host{width:100%}
.panel,.dialog:has(.stats,.share-line){pointer-events:auto;width:100%;max-width:none;max-height:100cqh;border-radius:14px 14px 0 0}
}
@media (forced-colors:active){
.menu,.dialog-body{forced-color-adjust:none;background-size:100% 52px,100% 3px,auto}
.row:is(:focus,:hover){background:Highlight;color:HighlightText;--soft:HighlightText;--accent:HighlightText}
.switch{border:1px solid;forced-color-adjust:none;--soft:ButtonFace;--solid:ButtonText}
.switch:checked{--accent:Highlight;--solid:HighlightText}
}
`;
