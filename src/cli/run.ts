import { Command, CommanderError } from 'commander'
import { type Configuration, loadConfiguration } from '../../config/load.ts'
import { createLog, type Log, type LogLevel } from '../log.ts'
import type { Installation } from '../main/installation.ts'
import { packageRoot } from '../main/package-root.ts'
import { type ExitCode, exitCodeOf, failureObject, failureText, interruption } from './failure.ts'
import { chosenLogLevel } from './surroundings.ts'

/** What each command gets. Results go to standard output, everything else to standard error. */
export interface Run {
  /** `--json` was given: standard output gets one object and nothing else. */
  readonly json: boolean
  /** Somebody watches standard error: progress may be drawn on it. */
  readonly terminal: boolean
  /** Aborted by Ctrl-C, by SIGTERM, and when whoever read standard output went away. */
  readonly interrupted: AbortSignal
  /** Configuration and environment, checked. Throws InvalidInput with every fault. */
  configuration(): Configuration
  /** The log, made when first asked for; `usual` (warn) is its level unless LOG_LEVEL says otherwise. */
  log(usual?: LogLevel): Log
  /**
   * Opens the installation, lets `work` use it and closes it whatever happens. Ctrl-C ends the waiting for `work` unless
   * it `watches`, which means that it looks at `interrupted` itself.
   */
  withInstallation<Result>(
    name: string,
    work: (installation: Installation) => Promise<Result>,
    options?: { readonly watches?: boolean },
  ): Promise<Result>
  /** The result, once per command: the object with `--json`, else the text. */
  print(result: object, text: () => string): void
  /** A line of a result that grows while the command runs; nothing with `--json`, which prints once at the end. */
  printLine(line: string): void
  /** A line on standard error for whoever waits or must know. */
  tell(line: string): void
  /** From now on Ctrl-C and SIGTERM only abort `interrupted`, however often they come: the command ends by itself. */
  endsItself(): void
  /** Ends with this code although nothing was thrown: the result says what is wrong. */
  endWith(code: ExitCode): void
}

/** Connections that a one-shot command needs at most. */
const POOL = 4

/** The program that `commands` are registered with, and the run that they share. */
export interface CommandLine {
  readonly program: Command
  readonly run: Run
  /** Runs the arguments (those behind the script) and gives the exit code. Never throws. */
  execute(args: readonly string[]): Promise<ExitCode>
}

export const createCommandLine = (version: string): CommandLine => {
  const program = new Command('kentongan')
  program
    .description("Calls out Indonesia's village disaster responders, and counts who is coming.")
    .version(version)
    .option('--json', 'print one JSON object on standard output')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows how)')
    .exitOverride()

  const interrupt = new AbortController()
  let endCode: ExitCode = 0
  let readerIsGone = false
  let patient = false
  let loaded: Configuration | undefined
  let log: Log | undefined

  const write = (text: string): void => {
    if (!readerIsGone) process.stdout.write(text)
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `kentongan … | head` has read enough: that is no failure.
    readerIsGone = true
    if (error.code !== 'EPIPE') endCode = 1
    if (!patient) interrupt.abort()
  })
  process.stderr.on('error', () => undefined)

  const run: Run = {
    get json() {
      return program.opts<{ json?: boolean }>().json === true
    },
    terminal: process.stderr.isTTY === true,
    interrupted: interrupt.signal,
    configuration: () => {
      loaded ??= loadConfiguration({ packageRoot: packageRoot() })
      return loaded
    },
    log: (usual = 'warn') => {
      log ??= createLog({ level: chosenLogLevel() ?? usual, pretty: process.stderr.isTTY === true })
      return log
    },
    withInstallation: async (name, work, { watches = false } = {}) => {
      // Loaded only where it is opened: help, and what speaks to a server only, are there at once.
      const { openInstallation } = await import('../main/installation.ts')
      const installation = await openInstallation({
        configuration: run.configuration(),
        log: run.log(),
        name: `kentongan ${name}`,
        pool: POOL,
      })
      try {
        if (watches) return await work(installation)
        return await untilInterrupted(work(installation), interrupt.signal)
      } finally {
        await installation.close()
      }
    },
    print: (result, text) => write(run.json ? `${JSON.stringify(result)}\n` : ended(text())),
    printLine: (line) => {
      if (!run.json) write(`${line}\n`)
    },
    tell: (line) => void process.stderr.write(`${line}\n`),
    endsItself: () => {
      patient = true
    },
    endWith: (code) => {
      endCode = code
    },
  }

  const fail = (thrown: unknown): ExitCode => {
    const code = exitCodeOf(thrown)
    // Commander said it already, and help is no failure.
    if (code === 0) return endCode
    if (!(thrown instanceof CommanderError)) {
      run.tell(failureText(thrown))
      if (chosenLogLevel() === 'debug') run.log().debug('the command failed', { error: thrown })
    }
    if (run.json) write(`${JSON.stringify(failureObject(thrown))}\n`)
    return code
  }

  const execute = async (args: readonly string[]): Promise<ExitCode> => {
    const onSignal = (): void => {
      // A second Ctrl-C means now; the embedded database outlives us and is found again.
      if (interrupt.signal.aborted && !patient) process.exit(130)
      interrupt.abort()
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
    try {
      await program.parseAsync(args, { from: 'user' })
      return endCode
    } catch (thrown) {
      // Whoever closed the pipe wanted no more.
      return readerIsGone ? endCode : fail(thrown)
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    }
  }
  return { program, run, execute }
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** The work's result, or a throw as soon as the signal aborts; the work itself goes on unheard. */
const untilInterrupted = async <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> => {
  let stop: () => void = () => undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(interruption())
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
    work.catch(() => undefined)
  }
}
