import { present } from './present.ts';

/** One line of a scrape. */
export interface ScrapedSample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What a gateway serves at `/metrics`. */
export interface Scrape {
  text: string;
  /** Type of each metric, by its name. */
  types: Map<string, string>;
  samples: ScrapedSample[];
  /** Returns the sum of the samples with these labels; undefined if there are none. */
  sum: (name: string, labels?: Record<string, string>) => number | undefined;
}

/** Reads the metrics of a gateway, which must have a `METRICS_PORT`. */
export async function scrape({ metricsUrl }: { metricsUrl?: string | undefined }): Promise<Scrape> {
  const text = await (await fetch(present(metricsUrl))).text();
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
  const samples = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = '', labels = '', value]) => ({
      name,
      labels: Object.fromEntries(
        [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', one = '']) => [label, one]),
      ),
      value: Number(value),
    }),
  );
  const sum = (name: string, labels: Record<string, string> = {}) => {
    const found = samples.filter(
      (sample) =>
        sample.name === name &&
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    );
    return found.length === 0 ? undefined : found.reduce((total, { value }) => total + value, 0);
  };
  return { text, types, samples, sum };
}
