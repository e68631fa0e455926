// Decrypts the first entry of a notification with Node's own functions, in the order of Graph's sample.
import { constants, createDecipheriv, createHmac, privateDecrypt } from "node:crypto";

const { encryptedContent } = JSON.parse(process.env.NOTIFICATION).value[0];
const key = privateDecrypt(
  { key: process.env.PRIVATE_KEY, padding: constants.RSA_PKCS1_OAEP_PADDING },
  Buffer.from(encryptedContent.dataKey, "base64"));
const data = Buffer.from(encryptedContent.data, "base64");
const signature = createHmac("sha256", key).update(data).digest("base64");
if (signature !== encryptedContent.dataSignature) {
  throw new Error("The signature is not that of the data");
}
const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16));
process.stdout.write(Buffer.concat([decipher.update(data), decipher.final()]).toString("utf8"));
