/**
 * Makes what is shown the same as what came, and touches nothing that is the same already: what is open stays open, what
 * is focused stays focused, and what was typed stays typed.
 */
export function morph(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE || old.tagName === 'IFRAME') return;
  attributes(old, fresh);
  if (isTyped(old)) return;
  children(old, fresh);
}

/** What a person typed or chose is theirs until it is sent. */
function isTyped(element) {
  return element.tagName === 'TEXTAREA' || (element.tagName === 'SELECT' && element.closest('form.act') !== null);
}

const THEIRS = new Set(['open', 'value', 'data-sent']);

function attributes(old, fresh) {
  const mine = (name) => THEIRS.has(name) && (name !== 'value' || old.tagName === 'INPUT');
  for (const { name, value } of fresh.attributes)
    if (!mine(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!mine(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

function children(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) if (keyOf(child) !== '') keyed.set(keyOf(child), child);
  let place = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const key = keyOf(next);
    const match = key === '' ? (isSameKind(place, next) ? place : undefined) : keyed.get(key);
    if (match === undefined) {
      old.insertBefore(document.importNode(next, true), place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else old.insertBefore(match, place);
    morph(match, next);
  }
  while (place !== null) {
    const after = place.nextSibling;
    place.remove();
    place = after;
  }
}

function isSameKind(old, fresh) {
  return old !== null && keyOf(old) === '' && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName;
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.key || '' : '';
}
