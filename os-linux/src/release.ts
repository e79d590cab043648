/** The release that uname shows where --uname does not say another. */
export const DEFAULT_RELEASE = '6.1.0';
/** The build that uname shows. */
export const VERSION = '#1 SMP PREEMPT anyuser';
