import { templateGateway } from '../../../src/channels/template-http/gateway.ts'
import { templateOf } from '../a-template.ts'
import { type Dialect, type HttpStand, httpStand } from './http-stand.ts'
import type { Driver } from './stand.ts'

/** A gateway described in configuration, and a service on loopback that speaks as that description says. */
export interface TemplateCase {
  readonly name: string
  readonly against: string
  readonly leavesOut: Readonly<Record<string, string>>
  /** The section without its url. */
  readonly yaml: string
  readonly env: Readonly<Record<string, string>>
  readonly dialect: Dialect
}

const stands = new WeakMap<object, HttpStand>()

export const templateDriver = ({ name, against, leavesOut, yaml, env, dialect }: TemplateCase): Driver => {
  const options = (url: string) => {
    const { request, answer, sender, exerciseSender, secrets } = templateOf(`kind: template\nurl: ${url}\n${yaml}`, env)
    return { request, answer, sender, exerciseSender, secrets }
  }
  return {
    name: `template (${name})`,
    against,
    leavesOut,
    secrets: Object.values(env),
    stand: async (certificate) => {
      const stand = await httpStand(dialect, certificate)
      stands.set(stand, stand)
      return stand
    },
    channel: (stand, settings) => {
      const { url = '', ca } = stands.get(stand) ?? {}
      return templateGateway({ ...options(url), ...settings, ...(ca === undefined ? {} : { ca }) })
    },
    channelToNobody: (host, settings) => {
      const url = `http://${host === 'loopback' ? '127.0.0.1:9' : 'gateway.example.id'}/send`
      return templateGateway({ ...options(url), ...settings })
    },
  }
}
