/** The style sheet of the HTML report: readable on screen and on paper, in light and in dark. */
export const style = `
:root { color-scheme: light dark; --error: #b3261e; --warning: #8a5a00; --info: #1f5fae; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #ffca6b; --info: #90c2ff; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin-bottom: .2rem; }
h2 small { font-weight: normal; font-size: .9rem; }
figure { margin: 1rem 0; overflow-x: auto; } figure svg { max-width: 100%; height: auto; background: #fff; }
nav { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); }
table { border-collapse: collapse; align-self: start; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line); }
pre { overflow-x: auto; padding: .5rem .8rem; background: #8881; tab-size: 8; font: 13px/1.45 ui-monospace, monospace; }
mark { background: #ffd54f55; color: inherit; display: inline-block; min-width: 100%; }
ol { margin-top: .2rem; font: 13px/1.5 ui-monospace, monospace; }
p { margin: .3rem 0; } .fix { font-style: italic; } article { break-inside: avoid; margin-bottom: 1.2rem; }
.error { color: var(--error); font-weight: 600; } .warning { color: var(--warning); font-weight: 600; } .info { color: var(--info); font-weight: 600; }
footer { margin-top: 3rem; opacity: .7; }
`;
