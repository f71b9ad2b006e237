// @ts-check
// The look of the opened widget. Colours, sizes and distances follow static/tokens.css; lengths are
// in px, because a page may set its root font size to anything. Sites theme it by
// --answerdesk-accent, -font, -radius, -width and -height on <answerdesk-widget>.
export const CSS = `
:host{--font:var(--answerdesk-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif)}
:host{bottom:20px!important;width:min(var(--answerdesk-width,400px),calc(100vw - 40px))!important;
  height:min(var(--answerdesk-height,680px),calc(100dvh - 40px))!important;
  color-scheme:var(--answerdesk-scheme,light dark)!important}
:host([data-side=right]){right:20px!important}:host([data-side=left]){left:20px!important}
*,*::before,*::after{box-sizing:border-box}
.box{--paper:light-dark(#fff,#0f1413);--wash:light-dark(#f4f7f5,#171e1c);--raised:light-dark(#fff,#1c2422);
  --ink:light-dark(#14201c,#e7ecea);--ink-2:light-dark(#4b5954,#a5b2ad);--line:light-dark(#dde4e0,#2b3532);
  --edge:light-dark(#76857f,#71807a);--bad:light-dark(#b3261e,#f39a92);--good:light-dark(#1c6b35,#7ccb92);
  --mark:light-dark(#ffeaa0,#5b4a10);--code:light-dark(#eef2f0,#151b1a);
  --accent:var(--accent-text,light-dark(#0a6a57,#62cbb2));--fill:var(--accent-fill,light-dark(#0a6a57,#62cbb2));
  --on-fill:var(--accent-on,light-dark(#fff,#06231c));
  display:flex;flex-direction:column;height:100%;overflow:hidden;background:var(--paper);color:var(--ink);
  font:15px/1.5 var(--font);border-radius:var(--answerdesk-radius,14px);border:1px solid var(--line);
  box-shadow:0 2px 6px rgb(0 0 0/.08),0 18px 48px -12px rgb(0 0 0/.32);text-align:start;overflow-wrap:anywhere}
button,input,textarea{font:inherit;color:inherit;letter-spacing:inherit}
button{cursor:pointer;border:0;background:none;padding:0;text-align:start}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
a{color:var(--accent);text-underline-offset:2px}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
[hidden]{display:none!important}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.head{display:flex;align-items:center;gap:4px;padding:10px 8px 0 16px;flex-wrap:wrap;border-bottom:1px solid var(--line);background:var(--wash)}
h2{font-size:16px;font-weight:650;margin:0;flex:1;line-height:1.3;min-width:0}
.icon{display:grid;place-items:center;width:40px;height:40px;border-radius:8px;color:var(--ink-2)}
.icon:hover{background:var(--line);color:var(--ink)}
.tabs{display:flex;gap:4px;flex:1 0 100%;margin-inline-start:-8px}
.tabs button{padding:9px 8px 8px;font-weight:600;font-size:14px;color:var(--ink-2);border-bottom:3px solid transparent;min-height:40px}
.tabs button[aria-selected=true]{color:var(--accent);border-color:var(--accent)}
.panel{flex:1;min-height:0;display:flex;flex-direction:column}
.scroll{flex:1;overflow-y:auto;padding:16px;overscroll-behavior:contain;outline-offset:-3px}
[role=log]{display:flex;flex-direction:column;gap:6px}
.m{max-width:88%;padding:9px 13px;border-radius:14px;background:var(--wash);border:1px solid var(--line);align-self:start}
.m.me{align-self:end;background:var(--fill);color:var(--on-fill);border-color:transparent;border-end-end-radius:4px;white-space:pre-wrap}
.m.bot,.m.agent{border-end-start-radius:4px}
.m.agent{border-inline-start:3px solid var(--accent)}
.who{font-size:12.5px;color:var(--ink-2);margin-top:10px}.who:first-child{margin-top:0}
.note{align-self:end;font-size:12.5px;color:var(--ink-2);display:flex;gap:8px;align-items:center}
.note.bad{color:var(--bad)}.note button{flex:none;white-space:nowrap}
.note button,.link{color:var(--accent);text-decoration:underline;text-underline-offset:2px;min-height:24px}
.rich>:first-child{margin-top:0}.rich>:last-child{margin-bottom:0}
.rich p,.rich ul,.rich ol,.rich pre,.rich blockquote,.rich table,.rich dl{margin:0 0 10px}
.rich ul,.rich ol{padding-inline-start:22px}.rich li{margin:2px 0}
.rich dt{font-weight:650}.rich dd{margin:0 0 8px;padding-inline-start:14px}
.rich h1,.rich h2,.rich h3,.rich h4{font-size:16px;line-height:1.35;margin:18px 0 6px}
.rich h2{font-size:17px}
.rich code{font:.9em ui-monospace,Menlo,Consolas,monospace;background:var(--code);padding:1px 4px;border-radius:4px}
.rich pre,.rich code{direction:ltr;unicode-bidi:isolate}.rich pre{text-align:left;background:var(--code);padding:10px;border-radius:8px;overflow:auto}.rich pre code{padding:0;background:none}
.rich img{max-width:100%;height:auto;border-radius:6px}
.rich table{border-collapse:collapse;display:block;overflow:auto;font-size:14px}
.rich th,.rich td{border:1px solid var(--line);padding:4px 8px;text-align:start;vertical-align:top;min-width:5em;overflow-wrap:break-word}.rich td :is(ul,ol){margin:0;padding-inline-start:16px}
.rich blockquote,.rich aside{border-inline-start:3px solid var(--line);margin-inline:0;padding-inline-start:12px;color:var(--ink-2)}
.alert{--tone:light-dark(#1d5fa8,#82b6f2);margin:0 0 10px;padding:9px 12px;border:1px solid var(--line);border-inline-start:4px solid var(--tone);border-radius:8px;background:var(--wash)}
.alert>:last-child{margin-bottom:0}.alert-title{font-weight:650;color:var(--tone)}
.alert-tip,.alert-success{--tone:var(--good)}.alert-warning,.alert-caution{--tone:light-dark(#855200,#e6b556)}.alert-danger{--tone:var(--bad)}
.anchor{display:none}
mark{background:var(--mark);color:inherit;border-radius:2px}
.cards{display:grid;gap:6px;align-self:stretch;margin:2px 0 4px;padding:0;list-style:none}
.card{display:block;width:100%;padding:9px 12px;border:1px solid var(--line);border-radius:10px;background:var(--raised);color:var(--ink);text-decoration:none}
.card b{display:block;font-weight:600;color:var(--accent)}.card span{display:block;font-size:13.5px;color:var(--ink-2)}
.card:hover{border-color:var(--accent)}
.options{display:flex;flex-wrap:wrap;gap:6px;margin-top:12px}.sure{margin-top:6px}.sure+.options{border-top:1px solid var(--line);padding-top:12px}
.pill{padding:7px 13px;border:1px solid var(--edge);border-radius:18px;background:var(--raised);color:var(--accent);font-weight:550;font-size:14px;min-height:36px;text-decoration:none;display:inline-block}
.pill:hover{border-color:var(--accent);background:var(--wash)}
.typing{display:flex;gap:4px;padding:12px 4px;color:var(--ink-2)}
.typing i{width:7px;height:7px;border-radius:50%;background:currentColor;animation:b 1.2s infinite}
.typing i:nth-child(2){animation-delay:.15s}.typing i:nth-child(3){animation-delay:.3s}
@keyframes b{0%,60%,100%{opacity:.3}30%{opacity:1}}
.bottom{border-top:1px solid var(--line);padding:10px 12px 8px;background:var(--paper);position:relative}
.write{display:flex;gap:8px;align-items:end}
textarea,input{width:100%;padding:9px 12px;border:1px solid var(--edge);border-radius:10px;background:var(--paper);font-size:16px;line-height:1.4}
[type=search]::-webkit-search-cancel-button{appearance:none}
textarea{resize:none;max-height:140px;min-height:42px;display:block}
::placeholder{color:var(--ink-2);opacity:1}
.fill{background:var(--fill);color:var(--on-fill);border-radius:10px;min-height:42px;padding:0 16px;font-weight:600;display:grid;place-items:center;flex:none}
.fill:hover{filter:brightness(1.08)}.fill.sq{width:42px;padding:0}
.foot{display:flex;justify-content:space-between;align-items:center;margin-top:6px;font-size:13.5px;min-height:32px}
.foot .link{text-decoration:none;font-weight:550;min-height:32px;display:flex;gap:6px;align-items:center}
.foot .link:hover{text-decoration:underline}
.menu{position:absolute;inset-inline-end:12px;bottom:44px;background:var(--raised);border:1px solid var(--edge);border-radius:10px;padding:4px;display:grid;z-index:1;box-shadow:0 8px 24px rgb(0 0 0/.18)}
.menu button{padding:9px 12px;border-radius:7px}.menu button:hover{background:var(--wash)}
.menu [aria-pressed]::after{content:"";float:inline-end;width:14px;height:14px;margin:4px 0 0 12px;border:1.5px solid var(--edge);border-radius:4px}
.menu [aria-pressed=true]::after{background:var(--accent);border-color:var(--accent)}
form.ask{margin-top:12px;padding:14px;border:1px solid var(--line);border-radius:12px;background:var(--wash);display:grid;gap:10px}
label{font-weight:600;font-size:14px;display:block;margin-bottom:4px}
.err{color:var(--bad);font-size:13.5px;margin:4px 0 0}
[aria-invalid=true]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
.small{font-size:13px;color:var(--ink-2);margin:0}
.bar{background:var(--wash);border-bottom:1px solid var(--line);padding:7px 16px;font-size:13.5px;color:var(--ink-2)}
.ticket{align-self:stretch;border:1px solid var(--line);border-inline-start:4px solid var(--good);border-radius:10px;padding:12px 14px;background:var(--raised);display:grid;gap:4px}
.find{padding:12px 16px;border-bottom:1px solid var(--line)}
.top{display:flex;align-items:center;justify-content:space-between;gap:8px;position:sticky;top:-16px;z-index:1;margin:-16px -16px 12px;padding:4px 8px;background:var(--paper);border-bottom:1px solid var(--line)}
.reader{scroll-padding-top:56px}
.top .link{padding:8px;display:flex;gap:4px;align-items:center;text-decoration:none}
h3{font-size:19px;line-height:1.3;margin:0 0 8px}
[dir=rtl] .flip{transform:scaleX(-1)}
@media (max-width:480px){:host,:host([data-side]){inset:var(--vt,0) 0 auto!important;width:100vw!important;width:100dvw!important;height:var(--vh,100dvh)!important}
  .box{border:0;border-radius:0}}
@media (max-height:420px){.head{padding-top:2px}.tabs{flex:0 1 auto}}
@media (prefers-reduced-motion:reduce){.typing i{animation:none}}
@media (prefers-contrast:more){.box{--ink-2:var(--ink);--line:var(--edge)}}
@media (forced-colors:active){.m.me,.fill{border:1px solid ButtonBorder}.tabs button[aria-selected=true]{border-color:Highlight}}
@media print{:host{display:none!important}}
`;
