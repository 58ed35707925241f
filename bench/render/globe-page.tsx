/** The finished scene on a small canvas, fed by a real globe: `/bench/globe`. Bundled for the browser by `pages.ts`. */
import { createRoot } from 'react-dom/client';
import Globe from '../../components/globe/globe';
import { createLiveClient } from '../../lib/live/client/live-client';
import { HEIGHT, type RenderWindow, WIDTH } from './page-contract';

const shown = window as RenderWindow;
const client = createLiveClient('');
client.start();
client.onStatus(({ state }) => {
  shown.__live = state === 'live';
});

const root = createRoot(document.body);
shown.__unmount = () => root.unmount();
root.render(
  <Globe
    feed={client}
    theme="dark"
    layout="watch"
    width={WIDTH}
    height={HEIGHT}
    // As the page begins: logins are counted and not drawn.
    hiddenTypes={new Set(['login'])}
    onDrawn={() => {
      shown.__drawn = true;
    }}
    onFailed={(why) => {
      shown.__failed = why;
    }}
    onContext={() => {}}
  />,
);
