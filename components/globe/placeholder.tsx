import { FILL } from '../../lib/globe/view';
import type { GlobeStageProps } from './globe-props';

const LOOKS = {
  dark: { ball: ['#121b2e', '#080c16', '#05070d'], limb: '#a9c8ff', halo: '#3f74d8', strength: 1 },
  light: { ball: ['#fbf9f4', '#f1eee6', '#e4e0d6'], limb: '#2a2e3a', halo: '#b9b2a2', strength: 0.55 },
} as const;

type Props = Pick<GlobeStageProps, 'theme' | 'layout'> & { readonly shown: boolean };

/** The globe before the globe: a ball with its limb and halo, of the same size and at the same place. */
export function Placeholder({ theme, layout, shown }: Props) {
  const { ball, limb, halo, strength } = LOOKS[theme === 'light' ? 'light' : 'dark'];
  const radius = FILL[layout] * 50;
  return (
    <svg
      aria-hidden="true"
      viewBox="-50 -50 100 100"
      preserveAspectRatio="xMidYMid meet"
      style={{
        position: 'absolute',
        inset: 0,
        width: '100%',
        height: '100%',
        overflow: 'visible',
        opacity: shown ? 1 : 0,
        transition: 'opacity 900ms ease-out',
      }}
    >
      <defs>
        <radialGradient id="globe-ball" cx="38%" cy="32%" r="75%">
          <stop offset="0" stopColor={ball[0]} />
          <stop offset="0.6" stopColor={ball[1]} />
          <stop offset="1" stopColor={ball[2]} />
        </radialGradient>
        <radialGradient id="globe-halo">
          <stop offset="0.84" stopColor={halo} stopOpacity={0.4 * strength} />
          <stop offset="0.9" stopColor={halo} stopOpacity={0.12 * strength} />
          <stop offset="1" stopColor={halo} stopOpacity="0" />
        </radialGradient>
      </defs>
      <circle r={radius * 1.18} fill="url(#globe-halo)" />
      <circle r={radius} fill="url(#globe-ball)" stroke={limb} strokeOpacity={0.35} strokeWidth="0.12" />
    </svg>
  );
}
