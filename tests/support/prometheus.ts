export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** The samples of Prometheus' text format. A line that is none throws. */
export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const match = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
      if (!match) throw new Error(`no sample: ${line}`);
      const labels = [...(match[2] ?? '').matchAll(/(\w+)="([^"]*)"/g)];
      return {
        name: match[1] ?? '',
        labels: Object.fromEntries(labels.map(([, name = '', value = '']) => [name, value])),
        value: Number(match[3]),
      };
    });
}

/** What a process tells at one moment. */
export class Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];

  constructor(text: string) {
    this.text = text;
    this.samples = samplesOf(text);
  }

  /** The value without labels; NaN when it is not told. */
  value(name: string): number {
    return this.samples.find((sample) => sample.name === name)?.value ?? Number.NaN;
  }

  /** By the values of one label, zeros left out. */
  by(name: string, label: string): Record<string, number> {
    const own = this.samples.filter((sample) => sample.name === name && sample.value !== 0);
    return Object.fromEntries(own.map(({ labels, value }) => [labels[label] ?? '', value]));
  }

  sum(name: string): number {
    return this.samples.reduce((sum, sample) => sum + (sample.name === name ? sample.value : 0), 0);
  }
}

export async function scrape(address: string): Promise<Scrape> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return new Scrape(await response.text());
}
