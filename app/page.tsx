import { WatchScreen } from './watch-screen';

export default function WatchPage() {
  return <WatchScreen />;
}
