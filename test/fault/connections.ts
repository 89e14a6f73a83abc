import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The sockets that a process holds, by inode (Linux). */
const socketsOf = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? []
    } catch {
      return [] // closed while we looked
    }
  })

/** Local ports of TCP sockets, by inode. */
const portsByInode = (): ReadonlyMap<string, number> => {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
  return new Map(
    lines.flatMap((line): readonly (readonly [string, number])[] => {
      const [, local = '', , , , , , , , inode = ''] = line.trim().split(/\s+/)
      return inode === '' ? [] : [[inode, Number.parseInt(local.split(':')[1] ?? '', 16)]]
    }),
  )
}

/** The local ports of what these processes have open: what a server calls the ports of its clients. */
export const portsOf = (pids: readonly number[]): ReadonlySet<number> => {
  const known = portsByInode()
  return new Set(pids.flatMap(socketsOf).flatMap((inode) => known.get(inode) ?? []))
}
