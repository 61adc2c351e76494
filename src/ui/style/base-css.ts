/** Tokens, the frame, what all controls share. Lengths in px; colours as pairs for light and dark. */
export const BASE_CSS = `
[hidden]{display:none!important}
.frame{position:absolute;inset:0;overflow:hidden;container:player/size;outline:0;user-select:none;-webkit-user-select:none;
color-scheme:light dark;font:500 14px/1.4 var(--fleuve-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);
--surface:var(--fleuve-surface,light-dark(rgb(252 254 255/.92),rgb(11 19 24/.84)));
--solid:light-dark(#fbfdfe,#101a20);
--text:var(--fleuve-text,light-dark(#0b1c24,#f2f7f8));
--soft:light-dark(#455862,#b3c3ca);
--line:light-dark(rgb(9 34 46/.14),rgb(255 255 255/.15));
--hover:light-dark(rgb(9 60 80/.09),rgb(255 255 255/.12));
--accent:var(--fleuve-accent,light-dark(#00717f,#43d0d2));
--source:var(--fleuve-accent,light-dark(#0a5bb5,#4b9dff));
--on-accent:var(--fleuve-on-accent,light-dark(#fff,#04222a));
--ease:.2s cubic-bezier(.3,.7,.3,1);
color:var(--text)}
.frame[data-theme=dark]{color-scheme:dark}
.frame[data-theme=light]{color-scheme:light}
video,.poster,.surface,.state-screen:not(:empty),.end-screen{position:absolute;inset:0;width:100%;height:100%}
video{object-fit:contain;background:#000}
.frame:not(.is-idle):not(.no-bar) video::-webkit-media-text-track-container{transform:translateY(-72px)}
.poster{object-fit:contain;background:#000}
.poster.blurred{filter:blur(28px) saturate(1.2);transform:scale(1.15);object-fit:cover}
.hidden-text{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button,input,select,textarea{font:inherit;color:inherit}
button:disabled{opacity:.35;cursor:default}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.frame:focus-visible{outline-offset:-3px}
[dir=rtl] .flip .icon{transform:scaleX(-1)}
.text-button{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:36px;padding:6px 16px;border-radius:10px;background:var(--hover);color:var(--text);text-decoration:none;font-weight:600;transition:filter var(--ease)}
.text-button.main{background:var(--accent);color:var(--on-accent)}
.text-button:hover{filter:brightness(1.08)}
`;
