'use client';
import { useState } from 'react';
import { allowedColor, allowedPicture } from '../../lib/view/picture';

export type PictureProps = {
  readonly url: string | null;
  /** Dominant colour `#rrggbb`: stands in until the picture is there, and when there is none. */
  readonly color: string | null;
  readonly hosts: readonly string[];
};

/** A pin's picture in its box. Decorative: the title stands beside it. */
export function Picture({ url, color, hosts }: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const source = allowedPicture(url, hosts);
  const standIn = allowedColor(color);
  return (
    <span className="picture" style={standIn === null ? undefined : { backgroundColor: standIn }}>
      {source !== null && source !== failed && (
        // biome-ignore lint/performance/noImgElement: no image optimizer by design; the pictures are small
        <img
          src={source}
          alt=""
          width="44"
          height="44"
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setFailed(source)}
        />
      )}
    </span>
  );
}
