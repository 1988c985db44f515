/** DigiKey's own sandbox, which answers every lookup with the same product. */
export const digikeySandboxHost = "sandbox-api.digikey.com";

/**
 * Whose answers they are, as stored with every batch, answer and value: DigiKey's, those of its own sandbox, or those
 * of this project's.
 */
export type ProviderName = "digikey" | "digikey-sandbox-api" | "digikey-sandbox";
