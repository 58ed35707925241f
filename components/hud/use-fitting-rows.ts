'use client';
import { type RefObject, useEffect, useState } from 'react';

/** How many rows of one height fit into a box, so that none is cut. `atLeast` holds where the box grows with its rows. */
export function useFittingRows(box: RefObject<HTMLElement | null>, rowRem: number, atLeast: number): number {
  const [rows, setRows] = useState(atLeast);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const rowPx = rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setRows(Math.max(atLeast, Math.floor((element.clientHeight + 1) / rowPx)));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [box, rowRem, atLeast]);
  return rows;
}
