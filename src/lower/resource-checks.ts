// Resource limits that contradict each other.
import { formatBinarySize } from '../support/index.ts'
import type { Draft } from './draft.ts'

/** Limits that the engine refuses in each other's company; it would say so only when the container is created. */
export function checkTogether(draft: Draft): void {
  const { NanoCpus, CpuPeriod, CpuQuota, Memory, MemorySwap, MemoryReservation } = draft.host
  const refuse = (key: string, message: string, hint: string) =>
    draft.error('conflicting-limits', [key], message, hint)
  if (NanoCpus !== undefined && (CpuPeriod !== undefined || CpuQuota !== undefined))
    refuse(
      CpuQuota === undefined ? 'cpu_period' : 'cpu_quota',
      'cpus cannot be used with cpu_period or cpu_quota',
      'keep cpus, or write the same limit as cpu_quota over cpu_period alone',
    )
  if (MemorySwap !== undefined && MemorySwap > 0 && Memory === undefined)
    refuse(
      'memswap_limit',
      'memswap_limit needs mem_limit',
      'add mem_limit: memswap_limit is memory and swap together',
    )
  if (MemorySwap !== undefined && MemorySwap > 0 && Memory !== undefined && MemorySwap < Memory)
    refuse(
      'memswap_limit',
      `memswap_limit (${formatBinarySize(MemorySwap)}) is below mem_limit (${formatBinarySize(Memory)})`,
      'memswap_limit is memory and swap together: write at least mem_limit',
    )
  if (MemoryReservation !== undefined && Memory !== undefined && MemoryReservation > Memory)
    refuse(
      'mem_reservation',
      `the memory reservation (${formatBinarySize(MemoryReservation)}) is above the limit (${formatBinarySize(Memory)})`,
      'reserve at most the limit',
    )
}
