'use strict';
// What can be done with a page of massbench. Everything is read from the page itself: tables, and data blocks in JSON.
// Text of messages becomes text nodes and attributes, never markup.
(() => {
  const byId = (name) => document.getElementById(name);
  const read = (name) => {
    const block = byId(name);
    return block ? JSON.parse(block.textContent) : null;
  };
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const fragment = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return '';  // not one of ours
    }
  };

  // Numbers as the tables have them: results/report/numbers.cpp, results/statistics.cpp.
  const percent = (part, whole) => {
    if (part === 0) return '0';
    if (part === whole) return '100';
    const share = 100 * part / whole;
    if (share < 1) return '<1';
    return share > 99 ? '>99' : String(Math.round(share));
  };
  const interval = (right, of) => {
    const z = 1.95996;
    const p = right / of;
    const scale = 1 + z * z / of;
    const center = (p + z * z / (2 * of)) / scale;
    const half = z * Math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / scale;
    const low = right === 0 ? 0 : Math.max(0, center - half);
    const high = right === of ? 1 : Math.min(1, center + half);
    return `${Math.floor(100 * low)}–${Math.ceil(100 * high)}`;
  };
  const heat = (right, of) => {
    if (right === 0) return 0;
    if (right === of) return 6;
    return 1 + [0.2, 0.5, 0.8, 0.97].filter((bound) => right / of >= bound).length;
  };

  // A choice above a table.
  const choice = (title, options, chosen) => {
    const select = make('select', {});
    for (const [value, text] of options) select.append(make('option', {value}, text));
    select.addEventListener('change', () => chosen(select.value));
    return make('label', {}, make('span', {}, title), select);
  };

  const matrix = read('matrix-data');
  if (matrix) startMatrix(matrix, read('case-data'));
  startCharts();
  const trends = read('trend-data');
  if (trends) startTrends(trends);

  function startMatrix(data, cases) {
    const section = byId('matrix');
    const links = new Map();  // by cell
    for (const link of section.querySelectorAll('.heat td a')) {
      links.set(decodeURIComponent(link.hash.slice(1)), link);
    }
    const counts = (cell, kind) => {
      const list = data.counts[data.cells[cell]];
      return {right: list[2 * kind], of: list[2 * kind + 1]};
    };
    let kind = 0;

    const showCell = (cell, link) => {
      const {right, of} = counts(cell, kind);
      link.parentElement.className = of === 0 ? 'na' : `h${heat(right, of)}`;
      if (of === 0) {
        link.replaceChildren(make('span', {'aria-label': 'no case', role: 'img'}, '·'));
        return;
      }
      link.replaceChildren();
      if (of < data.few) link.append(make('abbr', {title: `fewer than ${data.few} cases`}, '~'));
      link.append(percent(right, of), make('small', {}, interval(right, of)));
    };
    const said = make('output', {class: 'quiet'});
    const showKind = (value) => {
      kind = Number(value);
      for (const [cell, link] of links) showCell(cell, link);
      let least = Infinity;
      let most = 0;
      for (const cell of links.keys()) {
        const {of} = counts(cell, kind);
        if (of === 0) continue;
        least = Math.min(least, of);
        most = Math.max(most, of);
      }
      const range = least === most ? String(most) : `${least} to ${most}`;
      said.value = kind === 0 ? '' : most === 0 ? 'no such cases' : `${range} cases per cell`;
      if (panel.cell) openPanel(panel.cell, false);
    };

    const rows = [...section.querySelectorAll('.heat tbody tr')];
    const profileOf = (row) => row.querySelector('.profile')?.textContent ?? '';
    const showProfile = (value) => {
      for (const row of rows) {
        const wanted = value === 'all' || (value === 'first' ? row.classList.contains('first')
                                                             : profileOf(row) === value.slice(2));
        row.hidden = !wanted;
      }
      for (const group of section.querySelectorAll('.group')) {
        const own = [...group.querySelectorAll('.heat tbody tr')];
        group.hidden = own.length > 0 && own.every((row) => row.hidden);
      }
      roveAll();
    };
    const profiles = [...new Set(rows.map(profileOf))].filter((name) => name !== '').sort();
    const controls = make('form', {class: 'controls', 'aria-label': 'What the matrix shows'});
    controls.addEventListener('submit', (event) => event.preventDefault());
    controls.append(
      choice('Kind of message', data.kinds.map((name, i) => [i, name]), showKind),
      choice('Profile', [['all', 'all'], ['first', 'the first of each scheme'],
                         ...profiles.map((name) => [`p:${name}`, name])], showProfile),
      said);
    section.querySelector('.groups').before(controls, make('p', {class: 'note keys'},
      'A click, or arrow keys and Enter, open a cell beside the matrix.'));

    // One stop for the Tab key in each table; arrow keys move between its cells.
    const roveAll = () => {
      for (const table of section.querySelectorAll('table.heat')) {
        const stops = [...table.querySelectorAll('tbody tr:not([hidden]) td a')];
        stops.forEach((stop, i) => { stop.tabIndex = i === 0 ? 0 : -1; });
      }
    };
    roveAll();
    const next = (link, key) => {
      const td = link.parentElement;
      if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const way = key === 'ArrowLeft' ? 'previousElementSibling' : 'nextElementSibling';
        for (let other = td[way]; other; other = other[way]) {
          const found = other.querySelector('td > a');
          if (found) return found;
        }
        return null;
      }
      const way = key === 'ArrowUp' ? 'previousElementSibling' : 'nextElementSibling';
      for (let row = td.parentElement[way]; row; row = row[way]) {
        const found = row.hidden ? null : row.cells[td.cellIndex].querySelector('td > a');
        if (found) return found;
      }
      return null;
    };
    section.addEventListener('keydown', (event) => {
      const link = event.target.closest('.heat td a');
      if (!link || !event.key.startsWith('Arrow') || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      const other = next(link, event.key);
      if (!other) return;
      link.tabIndex = -1;
      other.tabIndex = 0;
      other.focus();
      if (panel.cell) choose(decodeURIComponent(other.hash.slice(1)), 'replaceState');
    });

    // The panel shows what stands in the card of a cell further down, and what the card has no room for.
    const body = make('div', {class: 'body'});
    const close = make('button', {type: 'button', 'aria-label': 'Close'}, '×');
    const heading = make('h3', {tabindex: '-1'});
    const panel = make('aside', {id: 'panel', 'aria-label': 'Cell of the matrix', hidden: ''},
                       make('div', {class: 'bar-top'}, heading, close), body);
    panel.cell = '';
    document.body.append(panel);

    const closePanel = () => {
      if (!panel.cell) return;
      const link = links.get(panel.cell);
      link.classList.remove('open');
      panel.cell = '';
      panel.hidden = true;
      document.body.classList.remove('beside');
      history.replaceState(null, '', '#matrix');
      link.focus({preventScroll: true});
    };
    close.addEventListener('click', closePanel);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') closePanel();
    });

    // As results/report/html.cpp writes the part of an anchor; null for a long one.
    const anchorPart = (text) => {
      const octets = [...new TextEncoder().encode(text)];
      if (octets.length === 0) return '~';
      if (octets.length > 40) return null;
      return octets.map((octet) => {
        const c = String.fromCharCode(octet);
        return /[A-Za-z0-9._-]/.test(c) ? c : `~${octet.toString(16).padStart(2, '0')}`;
      }).join('');
    };

    const kindsTable = (cell) => {
      const table = make('table', {class: 'tally'}, make('caption', {}, 'By kind of message'));
      data.kinds.forEach((name, i) => {
        const {right, of} = counts(cell, i);
        if (of === 0) return;
        const row = make('tr', i === kind ? {class: 'chosen'} : {},
                         make('th', {scope: 'row'}, name),
                         make('td', {}, `${percent(right, of)} %`),
                         make('td', {class: 'quiet'}, `${right} of ${of}`));
        table.append(row);
      });
      return table;
    };
    const side = (title, common, rest) => {
      if (common + rest === '') return [make('dt', {}, title), make('dd', {}, 'nothing')];
      return [make('dt', {}, title), make('dd', {}, make('code', {}, common, make('mark', {}, rest)))];
    };
    const differenceRow = (index) => {
      const [common, before, after] = cases.differences[index];
      const sides = make('dl', {class: 'sides'}, ...side('Signed', common, before), ...side('Arrived', common, after));
      return make('tr', {}, make('td', {colspan: '4'}, sides));
    };
    const caseLists = (cell) => {
      const lists = [];
      for (const [cause, list] of cases?.cells[cell] || []) {
        const part = anchorPart(cause);
        const table = make('table', {class: 'plain cases'}, make('caption', {}, `Cases: ${cause}`));
        if (part) table.dataset.cause = `${cell}/${part}`;
        table.append(make('thead', {}, make('tr', {}, ...['case', 'message', 'octets', 'differs at']
          .map((title) => make('th', {scope: 'col'}, title)))));
        const rows = make('tbody', {});
        for (const [id, message, offset, difference] of list) {
          const [origin, octets] = cases.messages[message];
          rows.append(make('tr', {}, make('td', {}, make('code', {}, id)), make('td', {}, origin),
                           make('td', {class: 'number'}, String(octets)),
                           make('td', {class: 'number'}, String(offset))));
          if (difference !== null) rows.append(differenceRow(difference));
        }
        table.append(rows);
        lists.push(table);
      }
      return lists;
    };
    const cardOf = (cell) => {
      const copy = byId(cell).cloneNode(true);
      const shown = make('div', {class: 'card-copy'}, ...copy.childNodes);
      for (const own of shown.querySelectorAll('[id]')) {
        own.dataset.cause = own.id;
        own.removeAttribute('id');
      }
      shown.querySelector('h4')?.remove();
      for (const folded of shown.querySelectorAll('details')) folded.open = true;
      return shown;
    };
    // `name` is a cell, or a cell and a cause.
    const cellOf = (name) => {
      if (links.has(name)) return name;
      const cut = name.lastIndexOf('/');
      return cut > 0 && links.has(name.slice(0, cut)) ? name.slice(0, cut) : '';
    };
    const openPanel = (name, focus) => {
      const cell = cellOf(name);
      links.get(panel.cell)?.classList.remove('open');
      panel.cell = cell;
      const link = links.get(cell);
      link.classList.add('open');
      const row = link.closest('tr').cells[0].textContent;
      const card = byId(cell);
      const path = (card.querySelector('h4') || card).cloneNode(true);
      for (const count of path.querySelectorAll('.quiet')) count.remove();
      heading.replaceChildren(row, make('span', {class: 'quiet'}, path.textContent.trim()));
      body.replaceChildren(make('p', {class: 'note'}, make('a', {href: `#${cell}`}, 'Link to this cell')),
                           cardOf(cell), ...caseLists(cell), kindsTable(cell));
      panel.hidden = false;
      document.body.classList.add('beside');
      body.scrollTop = 0;
      if (name !== cell) {
        for (const shown of body.querySelectorAll('[data-cause]')) {
          shown.classList.toggle('chosen', shown.dataset.cause === name);
        }
        body.querySelector('.chosen[data-cause]')?.scrollIntoView({block: 'nearest'});
      }
      if (focus) heading.focus({preventScroll: true});
    };
    const choose = (cell, how) => {
      history[how](null, '', `#${cell}`);
      openPanel(cell, how === 'pushState');
    };
    section.addEventListener('click', (event) => {
      const link = event.target.closest('.heat td a');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(decodeURIComponent(link.hash.slice(1)), 'pushState');
    });
    const follow = () => {
      const name = fragment();
      if (!cellOf(name)) return closeQuietly();
      openPanel(name, false);
      links.get(cellOf(name)).scrollIntoView({block: 'center', inline: 'center'});
    };
    const closeQuietly = () => {
      if (!panel.cell) return;
      links.get(panel.cell).classList.remove('open');
      panel.cell = '';
      panel.hidden = true;
      document.body.classList.remove('beside');
    };
    addEventListener('hashchange', follow);
    addEventListener('popstate', follow);
    // The browser goes to the card of the name when all is read; the matrix comes after that.
    addEventListener('load', () => setTimeout(follow));
  }

  function startTrends(data) {
    const figure = document.querySelector('figure[data-chart=trend]');
    if (!figure) return;
    const rowsOf = (cell) => {
      const list = data.lists[data.cells[cell].list];
      const rows = [];
      let series = 0;
      list.forEach(([right, of, turn], i) => {
        if (of === 0) return;
        if (turn === 'restart') series += 1;
        const {name, version, machine, started} = data.runs[i];
        rows.push({cell: data.cells[cell].title, series, order: i, run: name, version, machine, started, turn,
                   percent: 100 * right / of, right, of});
      });
      return rows;
    };
    const shown = (cell) => {
      select.value = cell;
      figure.dispatchEvent(new CustomEvent('rows', {detail: rowsOf(cell)}));
    };
    const follow = () => {
      const name = fragment();
      if (Object.hasOwn(data.cells, name)) shown(name);
    };
    const control = choice('Cell', data.order.map((cell) => [cell, data.cells[cell].title]), (cell) => {
      history.replaceState(null, '', `#${cell}`);
      shown(cell);
    });
    const select = control.querySelector('select');
    figure.before(make('form', {class: 'controls', 'aria-label': 'What the chart shows'}, control));
    addEventListener('hashchange', follow);
    follow();
  }

  // Charts are drawn when they come into view: a page is to be read at once.
  function startCharts() {
    const specs = read('chart-specs');
    const figures = [...document.querySelectorAll('figure.chart')];
    if (!specs || typeof massVega === 'undefined') return;
    const watch = new IntersectionObserver((seen) => {
      for (const {target, isIntersecting} of seen) if (isIntersecting) draw(target);
    }, {rootMargin: '400px'});
    const draw = (figure) => {
      watch.unobserve(figure);
      if (figure.dataset.drawn) return;
      figure.dataset.drawn = 'yes';
      const place = make('div', {class: 'drawing'});
      figure.append(place);
      const {View, parse, expressionInterpreter} = massVega;
      const font = getComputedStyle(document.body).fontFamily;
      const config = {background: null, font, axis: {labelFontSize: 11.5, titleFontSize: 12, titleFontWeight: 'normal'},
                      legend: {labelFontSize: 11.5}, view: {stroke: null}};
      const runtime = parse(specs[figure.dataset.chart], config, {ast: true});
      const view = new View(runtime, {renderer: 'svg', container: place, hover: true, expr: expressionInterpreter});
      view.data('rows', figure.rows);
      figure.addEventListener('rows', () => view.data('rows', figure.rows).runAsync());
      view.runAsync().then(() => figure.append(saver(view, figure.dataset.chart)));
    };
    const saver = (view, name) => {
      const button = make('button', {type: 'button', class: 'save'}, 'Save as SVG');
      button.addEventListener('click', async () => {
        const address = URL.createObjectURL(new Blob([await view.toSVG()], {type: 'image/svg+xml'}));
        make('a', {href: address, download: `${name}.svg`}).click();
        URL.revokeObjectURL(address);
      });
      return button;
    };
    for (const figure of figures) {
      figure.rows = JSON.parse(figure.querySelector('script').textContent);
      // Others may change what a chart shows, before and after it is drawn.
      figure.addEventListener('rows', (event) => { figure.rows = event.detail; });
      figure.hidden = false;
      watch.observe(figure);
    }
    addEventListener('beforeprint', () => figures.forEach(draw));
  }
})();
