import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { PROBLEM_TYPE, type Problem, problemBody } from './problem.ts'

const problemFor = (code: string): Problem => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, detail: 'The request took too long to arrive.' }
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, detail: 'The headers are too large.' }
  return { status: 400, detail: 'This is not a request in HTTP.' }
}

/** Answers on the bare connection where no request could be made of what came, and ends it. */
export const answerBrokenRequest = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const problem = problemFor(error.code ?? '')
  const body = JSON.stringify(problemBody(problem))
  const head = [
    `HTTP/1.1 ${problem.status} Refused`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  else socket.destroy()
}

/** Answers a request that expects anything but to go on, which no client of ours does. */
export const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void => {
  const problem = problemBody({ status: 417, detail: 'Send the request without an expect header.' })
  response.writeHead(417, { 'content-type': PROBLEM_TYPE, connection: 'close' }).end(JSON.stringify(problem))
}
