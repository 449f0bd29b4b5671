// Searches search-index.js, which holds each section of each page. Every word must begin a word of the section.
'use strict';
(() => {
  const root = document.currentScript.dataset.root;
  const input = document.getElementById('search');
  const list = document.getElementById('results');
  const most = 20;

  const words = text => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

  function rank(entry, wanted) {
    const title = ' ' + words(entry.section + ' ' + entry.page).join(' ');
    const text = ' ' + words(entry.text).join(' ');
    let rank = 0;
    for (const word of wanted) {
      const inTitle = title.includes(' ' + word);
      if (!inTitle && !text.includes(' ' + word)) return 0;
      rank += inTitle ? 10 : 1;
      if ((title + ' ').includes(' ' + word + ' ')) rank += 5;
    }
    return rank;
  }

  function excerpt(text, word) {
    const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
    return (at > 0 ? '… ' : '') + text.slice(at, at + 140) + (text.length > at + 140 ? ' …' : '');
  }

  function show() {
    const wanted = words(input.value);
    list.replaceChildren();
    list.hidden = wanted.length === 0;
    if (list.hidden) return;
    const found = searchIndex.map(entry => ({entry, rank: rank(entry, wanted)})).filter(one => one.rank > 0)
      .sort((one, other) => other.rank - one.rank).slice(0, most);
    for (const {entry} of found) {
      const link = document.createElement('a');
      link.href = root + entry.url;
      link.textContent = entry.section && entry.section !== entry.page ? `${entry.page}: ${entry.section}` : entry.page;
      const small = document.createElement('small');
      small.textContent = excerpt(entry.text, wanted[0]);
      link.append(small);
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
    if (found.length === 0) {
      const item = document.createElement('li');
      item.className = 'none';
      item.textContent = 'Nothing found';
      list.append(item);
    }
  }

  input.addEventListener('input', show);
  input.form.addEventListener('submit', event => {
    event.preventDefault();
    const first = list.querySelector('a');
    if (first) location.href = first.href;
  });
  list.addEventListener('click', () => { list.hidden = true; });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === 'Escape') {
      list.hidden = true;
      input.blur();
    }
  });
  if (matchMedia('(max-width: 50rem)').matches) document.getElementById('pages').open = false;
})();
