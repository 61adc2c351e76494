export const BAR_CSS = `
.bar{position:absolute;inset-inline:10px;bottom:10px;padding:5px 8px 6px;border-radius:14px;background:var(--surface);backdrop-filter:blur(20px) saturate(1.5);
box-shadow:0 6px 24px rgb(0 0 0/.26),inset 0 0 0 1px var(--line);transition:opacity var(--ease),transform var(--ease)}
.buttons,.cluster{display:flex;align-items:center;min-width:0}
.buttons{justify-content:space-between;gap:8px}
.cluster{gap:2px}
.cluster.end{justify-content:flex-end}
.button{position:relative;display:inline-flex;align-items:center;justify-content:center;gap:6px;min-width:38px;height:38px;padding:0 8px;border-radius:10px;color:var(--text);text-decoration:none;white-space:nowrap;transition:background var(--ease),color var(--ease)}
.button:hover,.button[aria-expanded=true]{background:var(--hover)}
.button:active .icon{transform:scale(.92)}
.button[aria-pressed=true]{color:var(--accent)}
.button[aria-pressed=true]::before{content:"";position:absolute;bottom:4px;inset-inline:11px;height:2px;border-radius:1px;background:currentColor}
.button.play .icon{width:26px;height:26px}
.button.instance{font-weight:600;color:var(--soft)}
.button.instance:hover{color:var(--text)}
.instance span{max-width:150px;overflow:hidden;text-overflow:ellipsis}
.button .count,.button .rates{font-size:13px;font-variant-numeric:tabular-nums}
.button .count:empty,.button .rates:empty{display:none}
.button.sharing.is-on .icon{color:var(--accent)}
.button.sharing:not(.is-on) .icon{opacity:.6}
.button.live{font-weight:700;font-size:12px;letter-spacing:.06em;text-transform:uppercase;gap:7px;color:var(--soft)}
.button.live .dot{width:8px;height:8px;border-radius:4px;background:currentColor}
.button.live.at-edge{color:var(--text);cursor:default}
.button.live.at-edge .dot{background:light-dark(#d3163a,#ff5470)}
.time{direction:ltr;padding-inline:8px;font-variant-numeric:tabular-nums;white-space:nowrap;font-size:13px}
.time .total{color:var(--soft);font-weight:400}
.volume{display:flex;align-items:center}
.slider{width:0;margin:0;opacity:0}
.seek::-webkit-slider-thumb{opacity:0}
.seek::-moz-range-thumb{opacity:0}
.progress{position:relative;direction:ltr;height:24px;margin-inline:3px;touch-action:none}
.track{position:absolute;inset-inline:7px;top:10px;height:4px;border-radius:3px;overflow:hidden;background:light-dark(rgb(9 34 46/.2),rgb(255 255 255/.2));transition:height var(--ease),top var(--ease)}
.progress:hover .track,.progress:focus-within .track{height:6px;top:9px}
.layer{position:absolute;inset:0}
.hovered{width:calc(100%*var(--hover-at,0));background:var(--text);opacity:0}
.progress:hover .hovered{opacity:.2}
.buffered{color:light-dark(rgb(9 34 46/.26),rgb(255 255 255/.34))}
.played{background:linear-gradient(90deg,var(--source),var(--accent));clip-path:inset(0 calc(100% - 100%*var(--at,0)) 0 0)}
.seek{position:absolute;inset:0;width:100%;height:100%;margin:0;appearance:none;background:none;cursor:pointer}
.seek:focus-visible{outline-offset:-1px;border-radius:6px}
.is-idle:not(.has-panel){cursor:none}
.is-idle:not(.has-panel) .bar:not(:has(:focus-visible)),.is-idle:not(.has-panel) .title{opacity:0;pointer-events:none}
.is-idle:not(.has-panel) .bar:not(:has(:focus-visible)){transform:translateY(8px)}
.has-message .bar,[data-phase=idle] .bar,[data-phase=resolving] .bar{display:none}
.title{position:absolute;inset-inline:0;top:0;padding:14px 18px 40px;color:#fff;background:linear-gradient(rgb(0 0 0/.62),rgb(0 0 0/.3) 55%,transparent);pointer-events:none;transition:opacity var(--ease);text-shadow:0 1px 3px rgb(0 0 0/.6)}
.title .film{font-size:17px;font-weight:650;line-height:1.3;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.title .channel{font-size:13px;opacity:.92;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.has-message .title{background:none;color:inherit;text-shadow:none}
`;
