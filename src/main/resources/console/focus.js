// Where the keyboard is, kept over drawing anew.

/** An element and those that it stands in, from the inside out. */
function path(element) {
  return element && element !== document.body ? [element, ...path(element.parentElement)] : [];
}

/** Gives an element the focus that has none of its own. */
export function focus(element) {
  if (element) {
    if (element.tabIndex < 0) {
      element.setAttribute('tabindex', '-1');
    }
    element.focus();
  }
}

/** Draws; when what had the focus is gone then, what it stood in has it, so that the next Tab goes on from there. */
export function keepingFocus(draw) {
  const before = path(document.activeElement);
  draw();
  if (before.length && !before[0].isConnected) {
    focus(before.find((element) => element.isConnected && element.id !== 'app'));
  }
}
