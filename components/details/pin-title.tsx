import type { ReactNode } from 'react';
import { allowedLink } from '../../lib/view/picture';

export type PinTitleProps = {
  readonly className: string;
  /** As the pin has it: only http(s) links are followed. */
  readonly link: string | null;
  readonly children: ReactNode;
};

/** The title of a pin in a list; it leads to the pin, where that has a link. */
export function PinTitle({ className, link, children }: PinTitleProps) {
  const href = allowedLink(link);
  return href === null ? (
    <span className={className}>{children}</span>
  ) : (
    <a className={className} href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
