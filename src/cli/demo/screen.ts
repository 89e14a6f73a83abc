/** Where the demo tells its story: colours and a clock on a terminal, plain lines on a pipe. */
export interface Screen {
  /** A chapter of the story. */
  chapter(title: string): void
  /** Something that happened, with the seconds since the alarm. */
  line(text: string, tone?: Tone): void
  /** A table of figures. */
  figures(rows: readonly (readonly [name: string, value: string])[]): void
}

export type Tone = 'plain' | 'good' | 'bad' | 'quiet' | 'loud'

const COLOURS: Readonly<Record<Tone, string>> = {
  plain: '',
  good: '\x1b[32m',
  bad: '\x1b[31m',
  quiet: '\x1b[2m',
  loud: '\x1b[1;33m',
}

export const openScreen = (out: NodeJS.WriteStream, sinceAlarmMs: () => number | null): Screen => {
  const coloured = out.isTTY === true && process.env['NO_COLOR'] === undefined
  const paint = (text: string, tone: Tone): string =>
    coloured && tone !== 'plain' ? `${COLOURS[tone]}${text}\x1b[0m` : text
  const clock = (): string => {
    const ms = sinceAlarmMs()
    return ms === null ? '       ' : `${(ms / 1000).toFixed(1).padStart(5)} s`
  }
  return {
    chapter: (title) => out.write(`\n${paint(`== ${title}`, 'loud')}\n`),
    line: (text, tone = 'plain') => out.write(`${paint(clock(), 'quiet')}  ${paint(text, tone)}\n`),
    figures: (rows) => {
      const width = Math.max(...rows.map(([name]) => name.length))
      for (const [name, value] of rows) out.write(`  ${name.padEnd(width)}  ${paint(value, 'good')}\n`)
    },
  }
}
