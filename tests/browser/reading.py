"""What can be read of a marker on a page: the privacy screen must leave nothing."""

from collections.abc import Iterator

from playwright.sync_api import Page

# What could be read of a marker: text that has colour and size where it stands, values of fields,
# words of the chosen option, and the title of the tab.
READABLE = """() => {
  const found = [];
  const marked = /zq(north|south)/i;
  const plain = (element) => {
    const style = getComputedStyle(element);
    const alpha = /rgba\\(.*, 0\\)$/.test(style.color) ? 0 : 1;
    const cut = element.closest('.visually-hidden');
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && alpha && parseFloat(style.fontSize) > 0 && !cut;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (marked.test(node.data) && !node.parentElement.closest('script, option, textarea')
        && plain(node.parentElement)) {
      found.push(node.parentElement.outerHTML.slice(0, 160));
    }
  }
  for (const field of document.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    const words = field.matches('select') ? field.selectedOptions[0]?.label ?? '' : field.value;
    if (marked.test(words) && plain(field)) {
      found.push(`${field.tagName} ${field.name}`);
    }
  }
  for (const option of document.querySelectorAll('option')) {
    if (marked.test(option.label)) {
      found.push(`option ${option.label}`);
    }
  }
  for (const tip of document.querySelectorAll('[title]')) {
    if (marked.test(tip.title)) {
      found.push(`tip ${tip.title}`);
    }
  }
  if (marked.test(document.title)) {
    found.push(`title ${document.title}`);
  }
  return found;
}"""

HIDDEN_HERE = f"""() => {{
  const toggle = () => document.dispatchEvent(new Event('hide-names'));
  toggle();
  const hidden = document.documentElement.matches('.names-masked') ? [] : ['nothing is hidden'];
  const found = [...hidden, ...({READABLE})()];
  toggle();
  return found;
}}"""


def readable_names(page: Page) -> Iterator[str]:
    """Hide the names of the page that is open, give what can still be read, and show them."""
    yield from (f"names hidden: {line}" for line in page.evaluate(HIDDEN_HERE))
