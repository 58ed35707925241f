import type { Stage } from './stage';

/** What a fault that takes records away has to tell, so that they are not looked for. */
export interface Losses {
  /** Records of topics that were deleted since. */
  recordsGone: number;
  /** Records that were taken away before anybody could read them. */
  recordsTakenAway: number;
  /** The records of this event are among them. */
  takeAway(number: number): void;
}

export type Fault = {
  readonly name: string;
  /** What it takes away may hold nothing that was not read: it strikes when all is settled. */
  readonly quiet?: boolean;
  /** Does harm while events stream in, and undoes it. */
  strike(stage: Stage, losses: Losses): Promise<void>;
};
