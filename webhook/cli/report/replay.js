'use strict';
// Filters; without scripts all groups are there, and open one by one.
const filter = document.getElementById('filter');
const groups = [...document.querySelectorAll('.group')];
const texts = new Map(groups.map((group) => [group, group.textContent.toLowerCase()]));

function wanted(group) {
  const {namespace, policy, text} = filter.elements;
  return (!namespace.value || group.dataset.namespace === namespace.value) &&
    (!policy.value || group.dataset.policy === policy.value) &&
    texts.get(group).includes(text.value.trim().toLowerCase());
}

function show() {
  let shown = 0;
  for (const group of groups) {
    group.hidden = !wanted(group);
    shown += group.hidden ? 0 : 1;
  }
  filter.querySelector('output').textContent = `${shown} of ${groups.length} groups`;
}

function setOpen(open) {
  for (const group of groups) if (!group.hidden) group.open = open;
}

filter.addEventListener('input', show);
filter.addEventListener('submit', (event) => event.preventDefault());
filter.elements.open.addEventListener('click', () => setOpen(true));
filter.elements.close.addEventListener('click', () => setOpen(false));
addEventListener('beforeprint', () => setOpen(true));
filter.hidden = groups.length === 0;
show();
