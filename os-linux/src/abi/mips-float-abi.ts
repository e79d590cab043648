import { type CpuModel, type ElfImage, LoaderError } from '@anyuser/core';

/** Program header of struct mips_elf_abiflags_v0, its size, and where fp_abi is in it (arch/mips/include/uapi/asm/elf.h). */
const PT_MIPS_ABIFLAGS = 0x7000_0003;
const ABIFLAGS_SIZE = 24;
const FP_ABI_OFFSET = 7;
/** e_flags. */
const EF_MIPS_FP64 = 0x200;
const EF_MIPS_NAN2008 = 0x400;
const MIPS_ABI_FP_OLD_64 = 4;

/** What code that says something of its float convention can run with. */
interface Requirement {
  /** Single precision alone; none in hardware. */
  readonly single?: true;
  readonly soft?: true;
  /** Status.FR = 1, and 0. */
  readonly fr1?: true;
  readonly fr0?: true;
  /** Config5.FRE: FR = 1 with singles in the odd halves of pairs. */
  readonly fre?: true;
}

/** By MIPS_ABI_FP_*: any, double, single, soft, the old 64-bit one, XX, 64, 64A (fpu_reqs of arch/mips/kernel/elf.c). */
const REQUIREMENTS: readonly Requirement[] = [
  { single: true, soft: true, fr1: true, fr0: true, fre: true },
  { fr0: true, fre: true },
  { single: true },
  { soft: true },
  {},
  { fr1: true, fr0: true, fre: true },
  { fr1: true },
  { fr1: true, fre: true },
];
/** Of code that says nothing. */
const UNKNOWN: Requirement = { single: true, soft: true, fr0: true, fre: true };

const isNan2008 = ({ flags }: ElfImage): boolean => (flags & EF_MIPS_NAN2008) !== 0;

function requirement(name: string, image: ElfImage): Requirement {
  const header = image.segments.find(({ type }) => type === PT_MIPS_ABIFLAGS);
  if (header === undefined) return image.flags & EF_MIPS_FP64 ? REQUIREMENTS[MIPS_ABI_FP_OLD_64]! : UNKNOWN;
  if (header.filesz < ABIFLAGS_SIZE) throw new LoaderError(`${name}: its ABI flags are cut off`, 'EINVAL');
  const abi = image.bytes(header.offset + FP_ABI_OFFSET, 1)[0]!;
  const found = REQUIREMENTS[abi];
  if (found === undefined) throw new LoaderError(`${name}: its float ABI ${abi} is not known`, 'ELIBBAD');
  return found;
}

/**
 * Status.FR for a program and its interpreter (arch_check_elf of arch/mips/kernel/elf.c). Where both registers models would
 * do it is 0, as on kernels without CONFIG_MIPS_O32_FP64_SUPPORT.
 * @throws LoaderError - ELIBBAD where the two cannot run together, or only with FRE, which no model has; ENOEXEC where the
 * processor has other NaNs; EINVAL where the ABI flags are cut off.
 */
export function floatModeOf(
  name: string,
  image: ElfImage,
  interpreter: ElfImage | undefined,
  { name: modelName, features }: CpuModel,
): 0 | 1 {
  // Without a float unit the kernel would emulate one, of either kind.
  if (features.has('fpu') && isNan2008(image) !== features.has('nan2008'))
    throw new LoaderError(
      `${name}: its NaNs are ${isNan2008(image) ? '' : 'not '}those of IEEE 754-2008, unlike ${modelName}'s`,
      'ENOEXEC',
    );
  if (interpreter !== undefined && isNan2008(image) !== isNan2008(interpreter))
    throw new LoaderError(`${name}: its interpreter has other NaNs`, 'ELIBBAD');
  const own = requirement(name, image);
  const other = interpreter === undefined ? own : requirement(name, interpreter);
  const both = (key: keyof Requirement): boolean => own[key] === true && other[key] === true;
  if (both('fr0') || both('soft')) return 0;
  if (both('fr1')) return 1;
  // Single precision leaves the choice to the processor.
  if (both('single')) return features.has('f64') ? 1 : 0;
  throw new LoaderError(
    interpreter === undefined
      ? `${name}: its float ABI is not supported`
      : `${name}: its float ABI and that of its interpreter do not go together`,
    'ELIBBAD',
  );
}
