// Measures what is shown: texts that are too small, too faint, cut off or in lines too long to read; and what
// the Tab key does not reach. One of a group of radios or tabs is enough: the others follow by arrow keys.
() => {
  const SMALLEST = 12, LONGEST = 46, EDGE = 1;
  const found = { small: [], faint: [], cut: [], long: [], unreachable: [] };
  const parse = (text) => {
    const n = (text.match(/[\d.]+/g) || []).map(Number);
    if (text.startsWith("color(srgb")) return [n[0] * 255, n[1] * 255, n[2] * 255, n[3] ?? 1];
    return n.length < 3 ? [0, 0, 0, 0] : [n[0], n[1], n[2], n[3] ?? 1];
  };
  const over = (front, back) => {
    const a = front[3];
    return [0, 1, 2].map((i) => front[i] * a + back[i] * (1 - a)).concat(1);
  };
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  // The colours of an element as they reach the eye: every background and opacity from the page inwards.
  const colours = (element) => {
    const line = [];
    for (let e = element; e; e = e.parentElement) line.unshift(e);
    const page = parse(getComputedStyle(document.querySelector(".stApp")).backgroundColor);
    let back = over(page, [255, 255, 255, 1]);
    let through = 1;
    for (const e of line) {
      const style = getComputedStyle(e);
      through *= Number(style.opacity);
      const own = parse(style.backgroundColor);
      back = over([own[0], own[1], own[2], own[3] * through], back);
    }
    const ink = parse(getComputedStyle(element).color);
    return [over([ink[0], ink[1], ink[2], ink[3] * through], back), back, through];
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const walker = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  const seen = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (!text || seen.has(element) || element.closest("canvas, style, script, [data-testid=stIconMaterial], title")) continue;
    seen.add(element);
    if (!shown(element)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const name = text.slice(0, 40);
    if (size > 0 && size < SMALLEST - 0.01) found.small.push(`${name} ${size}px`);
    if (element.closest("svg")) continue;
    if (size > 0 && !element.closest(":disabled, [aria-disabled=true], [disabled]")) {
      const [ink, back, through] = colours(element);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(ink, back);
      if (through > 0.05 && ratio < (large ? 3 : 4.5) - 0.01) found.faint.push(`${name} ${ratio.toFixed(2)} ${style.color} on ${back.map(Math.round)}`);
    }
    const clipped = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + EDGE;
    if (clipped && size > 0 && !element.closest(".st-key-masthead")) found.cut.push(`${name} ${element.clientWidth} of ${element.scrollWidth}`);
    const block = element.closest("p, li");
    const letter = block ? parseFloat(getComputedStyle(block).fontSize) : 0;
    const ems = letter > 0 ? block.getBoundingClientRect().width / letter : 0;
    if (ems > LONGEST && text.length > LONGEST) found.long.push(`${name} ${Math.round(ems)}em`);
  }
  for (const e of [document.documentElement, document.querySelector("[data-testid=stMain]")]) {
    if (e.scrollWidth > e.clientWidth + EDGE) found.cut.push(`the page ${e.clientWidth} of ${e.scrollWidth}`);
  }
  for (const e of document.querySelectorAll(".stApp button, .stApp a[href], .stApp input, .stApp textarea")) {
    const follows = e.closest("[role=radiogroup], [role=tablist], [role=combobox], [role=toolbar], [data-testid=stMultiSelect], [data-testid=stSelectbox], [data-testid=stDateInput], [role=spinbutton], [data-testid=stElementToolbar]");
    if (e.tabIndex < 0 && !e.disabled && !follows && shown(e)) found.unreachable.push((e.innerText || e.ariaLabel || e.type).slice(0, 40));
  }
  return found;
}
