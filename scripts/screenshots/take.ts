/** Pictures of the built product: every size, every state on real parts, and the clip that the README leads with. */
import { takeClip } from './clip';
import { takeDetails } from './details';
import { takeSizes } from './sizes';
import { takeStates } from './states';
import { takeViewers } from './viewers';

const wanted = process.argv[2] ?? '';
await takeSizes(wanted);
await takeDetails(wanted);
await takeStates(wanted);
await takeViewers(wanted);
await takeClip(wanted);
process.exit(0);
