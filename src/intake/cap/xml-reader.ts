import { Worker } from 'node:worker_threads'
import { type Fault, reasonOf, Unavailable } from '../../errors.ts'
import { showText } from '../shown.ts'
import { readXmlText } from './xml-text.ts'
import { unpackTree, type XmlReading } from './xml-tree.ts'
import { serveXml, type TreeLimits, type WorkerAnswer } from './xml-worker.ts'

/** CAP needs 5 levels, a signature in it 8, an EDXL-DE envelope 4 more. */
const LIMITS: TreeLimits = { depth: 32, nodes: 200_000 }

/** The largest real alert takes a twentieth of a second. */
const MAX_READING_MS = 5_000

const MAX_STARTING_MS = 30_000

/** Documents that wait for the one reading thread. */
const MAX_WAITING = 64

/** Reads XML on a thread of its own, one document after the other. */
export interface XmlReader {
  /**
   * The tree of a document, or why it is refused: not well-formed, a DOCTYPE, an encoding that is not read, over
   * 2 MiB, 32 levels, 200,000 nodes or 5 seconds. Nothing outside the document is ever fetched. Throws Unavailable
   * while too many documents wait, where no thread can be started, and after `close`.
   */
  readonly readXml: (bytes: Uint8Array) => Promise<XmlReading>
  /** Ends the thread; what is being read is given up with Unavailable. */
  readonly close: () => Promise<void>
}

/** What the program may change in tests alone. */
interface Pace {
  readonly readingMs?: number
  readonly waiting?: number
}

interface Task {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly settle: (reading: XmlReading) => void
  readonly fail: (error: Unavailable) => void
}

const refused = (got: string, expected: string, hint: string): XmlReading => ({
  kind: 'refused',
  faults: [{ path: 'xml', got, expected, hint }],
})

const readingOf = (answer: Exclude<WorkerAnswer, { kind: 'ready' }>): XmlReading => {
  switch (answer.kind) {
    case 'tree':
      return { kind: 'tree', root: unpackTree(answer.tree) }
    case 'not-well-formed': {
      const more = answer.count - answer.problems.length
      const faults = answer.problems.map(
        ({ line, column, message }): Fault => ({
          path: `xml:${line}:${column}`,
          got: showText(message),
          expected: 'well-formed XML 1.0 with namespaces',
        }),
      )
      const rest = { path: 'xml', got: `${more} more faults`, expected: 'well-formed XML 1.0 with namespaces' }
      if (faults.length === 0) return refused('no document', 'well-formed XML 1.0', 'check how it was written')
      return { kind: 'refused', faults: more > 0 ? [...faults, rest] : faults }
    }
    case 'has-doctype':
      return refused('a document type declaration', 'none', 'leave it out')
    case 'too-deep':
      return refused(`more levels in line ${answer.line}`, `at most ${LIMITS.depth} levels`, 'no message needs more')
    case 'too-many-nodes':
      return refused(`more nodes by line ${answer.line}`, `at most ${LIMITS.nodes} nodes`, 'send fewer at a time')
  }
}

// The thread gets its program as text, so that it is the same whether this file runs as TypeScript or compiled.
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.library).then((library) => (${serveXml.toString()})(library, parentPort, workerData.limits))
`

const startWorker = (): Worker =>
  new Worker(PROGRAM, {
    eval: true,
    workerData: { library: import.meta.resolve('libxml2-wasm'), limits: LIMITS },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })

const CLOSED = 'the XML reader is closed'

/** A reader whose thread starts with its first document; one that dies or takes too long is replaced. */
export const createXmlReader = ({ readingMs = MAX_READING_MS, waiting = MAX_WAITING }: Pace = {}): XmlReader => {
  const queue: Task[] = []
  let worker: Worker | undefined
  let ready = false
  let current: Task | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const finish = (): Task | undefined => {
    const task = current
    current = undefined
    clearTimeout(timer)
    return task
  }

  const drop = (): Promise<number> | undefined => {
    const gone = worker
    worker = undefined
    ready = false
    gone?.removeAllListeners()
    // A worker that is being ended may still fail; nobody waits for it any more.
    gone?.on('error', () => {})
    return gone?.terminate()
  }

  const giveUp = (outcome: XmlReading | Unavailable): void => {
    const task = finish()
    void drop()
    if (outcome instanceof Unavailable) task?.fail(outcome)
    else task?.settle(outcome)
    next()
  }

  const send = (task: Task): void => {
    timer = setTimeout(
      () => giveUp(refused(`a document that takes over ${readingMs} ms`, 'one that is read sooner', 'simplify it')),
      readingMs,
    )
    worker?.postMessage(task.bytes, [task.bytes.buffer])
  }

  const answered = (answer: WorkerAnswer): void => {
    if (answer.kind === 'ready') {
      ready = true
      clearTimeout(timer)
      if (current !== undefined) send(current)
      return
    }
    const task = finish()
    worker?.unref()
    task?.settle(readingOf(answer))
    next()
  }

  const died = (error: unknown): void => {
    const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    giveUp(
      outOfMemory
        ? refused('a document that takes too much memory', 'one that takes less', 'simplify it')
        : new Unavailable(`the XML reader's thread ended: ${reasonOf(error)}`),
    )
  }

  const start = (): void => {
    worker = startWorker()
    worker.on('message', answered)
    worker.on('error', died)
    worker.on('exit', (status) => died(new Error(`status ${status}`)))
    timer = setTimeout(() => giveUp(new Unavailable('the XML reader does not start')), MAX_STARTING_MS)
  }

  function next(): void {
    if (current !== undefined || closed) return
    current = queue.shift()
    if (current === undefined) return
    if (worker === undefined) start()
    else worker.ref()
    if (ready) send(current)
  }

  const readXml = async (bytes: Uint8Array): Promise<XmlReading> => {
    const reading = readXmlText(bytes)
    if (reading.kind === 'refused') return reading
    if (closed) throw new Unavailable(CLOSED)
    if (queue.length >= waiting) throw new Unavailable(`${queue.length} XML documents wait to be read`)
    return new Promise((settle, fail) => {
      queue.push({ bytes: new TextEncoder().encode(reading.text), settle, fail })
      next()
    })
  }

  const close = async (): Promise<void> => {
    closed = true
    for (const task of [finish(), ...queue.splice(0)]) task?.fail(new Unavailable(CLOSED))
    await drop()
  }

  return { readXml, close }
}
