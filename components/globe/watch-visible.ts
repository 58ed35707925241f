/** Tells, now and at each change, whether an element can be seen: the tab is shown and the element is on screen. */
export function watchVisible(element: Element, listener: (visible: boolean) => void): () => void {
  let onScreen = true;
  let last: boolean | null = null;
  const tell = () => {
    const visible = onScreen && document.visibilityState === 'visible';
    if (visible === last) return;
    last = visible;
    listener(visible);
  };
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? onScreen;
    tell();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', tell);
  tell();
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
