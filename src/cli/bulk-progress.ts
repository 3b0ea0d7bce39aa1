import type { Writable } from 'node:stream';
import type { FileProgress } from '../bulk/story.ts';

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

export interface ProgressLine {
  show(progress: FileProgress): void;
  /** Takes the line away again. */
  clear(): void;
}

/** One line on a terminal that shows how far a file is: bar, rows, MB/s, time left. */
export function createProgressLine(stderr: Writable, clock: () => number): ProgressLine {
  const startedAt = clock();
  let drawnAt = -Infinity;
  return {
    show: (progress) => {
      const now = clock();
      if (now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      stderr.write(`\r\x1b[K${describeProgress(progress, now - startedAt)}`);
    },
    clear: () => {
      if (drawnAt !== -Infinity) stderr.write('\r\x1b[K');
    },
  };
}

function describeProgress({ rows, bytesIn, totalBytes }: FileProgress, ms: number): string {
  const bytesPerMs = ms === 0 ? 0 : bytesIn / ms;
  const facts = [`${rows.toLocaleString('en')} rows`, `${(bytesPerMs / 1000).toFixed(1)} MB/s`];
  if (totalBytes === undefined || totalBytes === 0) return facts.join(' · ');
  const share = Math.min(1, bytesIn / totalBytes);
  const full = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
  const leftMs = bytesPerMs === 0 ? undefined : (totalBytes - bytesIn) / bytesPerMs;
  const left = leftMs === undefined ? [] : [`${duration(leftMs)} left`];
  return [`${bar} ${String(Math.floor(share * 100)).padStart(3)} %`, ...facts, ...left].join(' · ');
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${String(rest)} s` : `${String(minutes)} min ${String(rest)} s`;
}
