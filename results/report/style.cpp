#include "results/report/style.hpp"

namespace mass {

// The heat scale goes from a quiet tint (all is right) to the strongest contrast with the page
// (nothing is), in one direction of lightness, so that it reads the same in grey and to every eye.
constinit const Markup kPageStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #faf9f6; --card: #ffffff; --ink: #1c2024; --quiet: #5a636b; --line: #dcdbd5;
  --link: #0a5876; --fill: #2f7f9e; --track: #e6e5df; --warn: #8c1d2f;
  --h6: #eaf6f5; --h5: #f4f1d6; --h4: #fbdf9d; --h3: #f4b268; --h2: #df813c; --h1: #ad4529;
  --h0: #661a2b;
  --t6: #21403f; --t5: #3d3a1a; --t4: #3f2e06; --t3: #3a2206; --t2: #1f0f02; --t1: #ffffff;
  --t0: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --card: #1c2024; --ink: #e6e8e9; --quiet: #9aa4ab; --line: #343a40;
    --link: #7cc7e2; --fill: #4fa3c2; --track: #2c3237; --warn: #ff9aa5;
    --h6: #19302f; --h5: #34341c; --h4: #55431a; --h3: #7d511b; --h2: #a6591a; --h1: #e07f50;
    --h0: #ffb3a0;
    --t6: #a9d3cf; --t5: #e4e0ad; --t4: #fbe3ac; --t3: #ffe6c7; --t2: #ffffff; --t1: #220b02;
    --t0: #2e0a10;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell,
    "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
header, main { max-width: 84rem; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2.5rem); }
header { padding-top: 2.5rem; padding-bottom: 1.25rem; }
main { padding-bottom: 5rem; }
h1 { font-size: clamp(1.7rem, 4vw, 2.5rem); line-height: 1.15; margin: 0 0 1.25rem; }
h1, h2, h3 { letter-spacing: -0.015em; text-wrap: balance; }
h2 { font-size: 1.5rem; margin: 3.5rem 0 0.75rem; }
h3 { font-size: 1.1rem; margin: 2.25rem 0 0.35rem; }
h4 { font-size: 0.95rem; margin: 1.25rem 0 0.35rem; }
p { margin: 0.35rem 0 0.75rem; max-width: 46rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px;
}
code {
  font: 0.86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  overflow-wrap: anywhere;
}
small { display: block; font-size: 0.68rem; font-weight: 400; opacity: 0.85; line-height: 1.2; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; z-index: 9; }
.brand { font-weight: 700; color: var(--quiet); letter-spacing: 0.02em; margin: 0 0 0.25rem; }
.quiet { color: var(--quiet); font-weight: 400; }
.note { color: var(--quiet); font-size: 0.9rem; }
.warn { color: var(--warn); font-weight: 700; }
.number { text-align: right; white-space: nowrap; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.5rem 2.25rem; list-style: none; padding: 0; }
.tiles b { font-size: 1.5rem; margin-right: 0.15rem; }
.run { display: flex; flex-wrap: wrap; gap: 0.4rem 2.25rem; margin: 1.25rem 0 0; }
.run dt { color: var(--quiet); font-size: 0.78rem; }
.run dd { margin: 0; overflow-wrap: anywhere; }
nav {
  position: sticky; top: 0; z-index: 5; background: var(--page);
  border-top: 1px solid var(--line); border-bottom: 1px solid var(--line);
}
nav ul {
  display: flex; gap: 1.5rem; list-style: none; max-width: 84rem; margin: 0 auto; overflow-x: auto;
  padding: 0.6rem clamp(1rem, 3vw, 2.5rem);
}
nav a { text-decoration: none; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
.findings { padding: 0; list-style: none; counter-reset: finding; display: grid; gap: 0.6rem; }
.findings li {
  counter-increment: finding; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: 0.8rem 1.1rem 0.8rem 3.1rem; position: relative; max-width: 62rem;
}
.findings li::before {
  content: counter(finding); position: absolute; left: 1.1rem; font-weight: 700; color: var(--link);
}
.groups { display: flex; flex-wrap: wrap; gap: 0 3.5rem; }
.group { max-width: 100%; min-width: 0; }
.group .note { max-width: 22rem; }
.group:has(th:nth-child(8)) .note { max-width: 46rem; }
.scroll { overflow-x: auto; margin: 0.5rem 0 1rem; border-radius: 8px; }
table { border-collapse: separate; border-spacing: 0; font-size: 0.92rem; }
caption { text-align: left; color: var(--quiet); font-size: 0.78rem; padding: 0.4rem 0 0.15rem; }
th { text-align: left; font-weight: 600; }
.heat td { padding: 0; text-align: center; min-width: 3.3rem; border: 1px solid var(--page); }
.heat small { white-space: nowrap; }
.heat td a { display: block; padding: 0.34rem 0.25rem; color: inherit; text-decoration: none; }
.heat td a:hover { box-shadow: inset 0 0 0 2px currentColor; }
.heat td a:focus-visible { outline-offset: -3px; outline-color: currentColor; }
.heat td { border-radius: 4px; }
.heat.small td { padding: 0.25rem 0.4rem; }
.heat tbody th, .plain tbody th, .corner {
  position: sticky; left: 0; background: var(--page); white-space: nowrap; padding-right: 0.9rem;
  z-index: 1;
}
.heat tr.first:not(:first-child) th, .heat tr.first:not(:first-child) td {
  border-top: 5px solid var(--page);
}
.heat tbody a, .plain tbody th a { text-decoration: none; color: inherit; }
.heat tbody th a:hover, .plain tbody th a:hover { text-decoration: underline; }
.heat thead th { vertical-align: bottom; text-align: center; padding: 0 0.2rem 0.35rem; }
.heat thead th.corner { text-align: left; }
.tilt {
  writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; font-size: 0.78rem;
  line-height: 1.15; color: var(--quiet); max-height: 11rem; margin: 0 auto 0.4rem; display: block;
  text-align: left;
}
.id {
  display: block; font-size: 0.86rem; width: max-content; max-width: 9rem; margin: 0 auto;
  overflow-wrap: anywhere;
}
.profile { font-weight: 400; color: var(--quiet); }
abbr { text-decoration: none; }
.rec { color: var(--warn); }
.na { color: var(--quiet); }
.h0 { background: var(--h0); color: var(--t0); } .h1 { background: var(--h1); color: var(--t1); }
.h2 { background: var(--h2); color: var(--t2); } .h3 { background: var(--h3); color: var(--t3); }
.h4 { background: var(--h4); color: var(--t4); } .h5 { background: var(--h5); color: var(--t5); }
.h6 { background: var(--h6); color: var(--t6); }
.scale { display: flex; flex-wrap: wrap; list-style: none; padding: 0; gap: 2px; }
.scale li { padding: 0.1rem 0.7rem; font-size: 0.78rem; border-radius: 4px; }
.plain td, .plain th { padding: 0.34rem 0.7rem; border-bottom: 1px solid var(--line); }
.plain th:first-child { padding-left: 0; }
.plain thead th { color: var(--quiet); font-size: 0.78rem; vertical-align: bottom; }
.bar {
  display: block; width: 100px; height: 8px; border-radius: 2px; background: var(--track);
  stroke: var(--fill); stroke-width: 8;
}
.jump { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; list-style: none; padding: 0; }
.scheme { border-top: 1px solid var(--line); margin-top: 2.25rem; }
.scheme h3 a { color: inherit; text-decoration: none; }
.clean { display: flex; flex-wrap: wrap; gap: 0.15rem 1.5rem; list-style: none; padding: 0; }
.clean li { font-size: 0.9rem; }
.cards {
  display: grid; gap: 1rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr));
}
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 0.9rem 1.1rem; min-width: 0;
}
.card h4 { margin: 0 0 0.35rem; }
.card p { margin: 0.2rem 0; font-size: 0.9rem; }
.keep { white-space: nowrap; }
.figure span:first-child { border-radius: 4px; padding: 0.05rem 0.45rem; font-weight: 700; }
.outcomes { color: var(--quiet); }
:target { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 8px; }
main > section:target, .scheme:target { outline: none; }
.tally { width: 100%; }
.tally th { font-weight: 400; width: 100%; overflow-wrap: anywhere; padding: 0.1rem 0; }
.tally td { padding: 0.1rem 0 0.1rem 0.7rem; }
details { margin-top: 0.7rem; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; }
.case {
  display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.1rem 0.8rem; margin: 0.7rem 0;
  padding-top: 0.7rem; border-top: 1px solid var(--line); font-size: 0.86rem;
}
.case dt, dl.plain dt { color: var(--quiet); }
.case dd { margin: 0; overflow-wrap: anywhere; }
dl.plain { display: grid; grid-template-columns: fit-content(16rem) minmax(0, 1fr);
  gap: 0.2rem 1.25rem; font-size: 0.9rem; }
dl.plain dd { margin: 0; overflow-wrap: anywhere; }
dl.plain dt { overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .heat td { min-width: 3rem; }
  .heat tbody th, .corner { max-width: 9rem; white-space: normal; }
  .heat tbody th .profile { display: block; }
  dl.plain { grid-template-columns: 1fr; }
}
@media print {
  :root { --page: #ffffff; }
  body { font-size: 9pt; }
  nav, .skip, .jump { display: none; }
  .scroll { overflow: visible; }
  .heat { font-size: 7.5pt; }
  .heat td { min-width: 0; }
  .heat td a { padding: 0.15rem 0.2rem; }
  .heat td, .scale li, .figure span:first-child, .bar { print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  .card, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  @page { size: landscape; margin: 12mm; }
}
)css";

constinit const Markup kPageStyleHash = "m+VLEIuV2BT6JIpmurK4iDi6H2VPi72iAVScVJ145m0=";

}  // namespace mass
