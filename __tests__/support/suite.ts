// A suite that needs Terraform, its AWS provider and the emulated AWS: skipped where setup.ts did not find them.
export const integration = process.env.INTEGRATION_SKIPPED ? describe.skip : describe;
