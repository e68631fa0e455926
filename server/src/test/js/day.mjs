// A day of work with mail with the Graph client for JavaScript, as it comes from npm.
// Settings come in the environment; the outcome is one JSON object on standard output.
import { randomBytes } from "node:crypto";
import { ClientSecretCredential } from "@azure/identity";
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  FileUpload,
  LargeFileUploadTask,
  PageIterator,
} from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { POSTERN, POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET } = process.env;
const credential = new ClientSecretCredential(POSTERN_TENANT, POSTERN_CLIENT_ID, POSTERN_CLIENT_SECRET, {
  authorityHost: POSTERN,
  disableInstanceDiscovery: true,
});
const client = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: ["https://graph.microsoft.com/.default"] }),
  baseUrl: `${POSTERN}/`,
  customHosts: new Set([new URL(POSTERN).hostname]),
});
const address = (name) => `${name}@contoso.example`;
const box = (name) => `/users/${address(name)}`;
const to = (name) => ({ emailAddress: { address: address(name) } });
const outcome = {};

async function arrived(name, subject) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const page = await client
      .api(`${box(name)}/mailFolders/inbox/messages`)
      .filter(`subject eq '${subject}'`)
      .select("id,subject,conversationId,internetMessageId,internetMessageHeaders,body")
      .get();
    if (page.value.length > 0) {
      return page.value[0];
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${subject} did not arrive at ${name}`);
}

// 5,000 messages, page by page
{
  const seen = new Set();
  let times = 0;
  const first = await client.api(`${box("many")}/messages`).select("subject").top(500).get();
  await new PageIterator(client, first, (message) => {
    times++;
    seen.add(message.subject);
    return true;
  }).iterate();
  outcome.paged = { times, different: seen.size };
  // the deltas of the same messages, and of one that comes later
  const followed = new Map();
  const prefer = { headers: { Prefer: "odata.maxpagesize=500" } };
  const follow = async (page) => {
    const iterator = new PageIterator(client, page, (message) => followed.set(message.id, message.subject), prefer);
    await iterator.iterate();
    return iterator.getDeltaLink();
  };
  const inbox = `${box("many")}/mailFolders/inbox/messages`;
  const link = await follow(await client.api(`${inbox}/delta`).headers(prefer.headers).select("subject").get());
  const different = followed.size;
  const later = await client.api(inbox).post({ subject: "JS later" });
  await follow(await client.api(link).get());
  outcome.followed = { different, later: followed.get(later.id) };
  await client.api(`${box("many")}/messages/${later.id}`).delete();
  const high = await client
    .api(`${box("many")}/messages`)
    .filter("importance eq 'high' and startswith(subject,'Message 1')")
    .top(1000)
    .get();
  outcome.filtered = high.value.length;
}

// 40 MB in pieces, of which the third breaks
{
  const content = randomBytes(40 << 20);
  const draft = await client.api(`${box("member")}/messages`).post({ subject: "JS large" });
  const attachments = `${box("member")}/messages/${draft.id}/attachments`;
  const session = await LargeFileUploadTask.createUploadSession(client, `${attachments}/createUploadSession`, {
    AttachmentItem: { attachmentType: "file", name: "large.bin", size: content.length },
  });
  const task = () =>
    new LargeFileUploadTask(client, new FileUpload(content, "large.bin", content.length), session, { rangeSize: 4_000_000 });
  const started = task();
  for (let piece = 0; piece < 2; piece++) {
    const range = started.getNextRange();
    const answer = await started.uploadSlice(started.file.sliceFile(range), range, content.length);
    started.updateTaskStatus(answer);
  }
  const broken = started.getNextRange();
  const refusal = await started
    .uploadSlice(started.file.sliceFile(broken).slice(0, 1000), broken, content.length)
    .then(() => null, (error) => error);
  const again = task();
  const status = await again.getStatus();
  const done = await again.resume();
  const listed = await client.api(attachments).select("id,name,size").get();
  const back = await client.api(`${attachments}/${listed.value[0].id}/$value`).responseType("arraybuffer").get();
  outcome.upload = {
    refused: refusal?.statusCode ?? null,
    resumedAt: Number(status.nextExpectedRanges[0].split("-")[0]),
    location: done.location,
    size: back.byteLength,
    same: content.equals(Buffer.from(back)),
  };
}

// a thread
{
  const draft = await client
    .api(`${box("colleague")}/messages`)
    .post({ subject: "JS thread", body: { contentType: "text", content: "What now?" }, toRecipients: [to("member"), to("third")] });
  await client.api(`${box("colleague")}/messages/${draft.id}/send`).post(null);
  const received = await arrived("member", "JS thread");
  const message = `${box("member")}/messages/${received.id}`;
  await client.api(`${message}/reply`).post({ comment: "This" });
  await client.api(`${message}/replyAll`).post({ comment: "This, all" });
  await client.api(`${message}/forward`).post({ comment: "Look", toRecipients: [to("third")] });
  const answer = await arrived("colleague", "RE: JS thread");
  const original = await arrived("third", "JS thread");
  const all = await arrived("third", "RE: JS thread");
  const forwarded = await arrived("third", "FW: JS thread");
  const header = answer.internetMessageHeaders.find((one) => one.name === "In-Reply-To");
  outcome.thread = {
    conversation: original.conversationId === all.conversationId && original.conversationId === forwarded.conversationId,
    inReplyTo: header?.value === received.internetMessageId,
    forwarded: forwarded.body.content.includes("Look"),
  };
}

// trees of folders
{
  const project = await client.api(`${box("member")}/mailFolders`).post({ displayName: "JS project" });
  const other = await client.api(`${box("member")}/mailFolders`).post({ displayName: "JS other" });
  await client.api(`${box("member")}/mailFolders/${project.id}/childFolders`).post({ displayName: "JS plans" });
  const copied = await client.api(`${box("member")}/mailFolders/${project.id}/copy`).post({ destinationId: other.id });
  await client.api(`${box("member")}/mailFolders/${project.id}/move`).post({ destinationId: "archive" });
  const children = await client.api(`${box("member")}/mailFolders/${copied.id}/childFolders`).get();
  outcome.folders = { copied: children.value.map((folder) => folder.displayName) };
  await client.api(`${box("member")}/mailFolders/${other.id}`).delete();
}

// a batch of twenty that wait for the first; the last takes a name that is taken then
{
  const steps = [];
  for (let i = 0; i < 20; i++) {
    const request = new Request(`https://graph.microsoft.com${box("third")}/mailFolders`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ displayName: i === 19 ? "JS batch 0" : `JS batch ${i}` }),
    });
    steps.push({ id: String(i + 1), request, dependsOn: i === 0 ? undefined : ["1"] });
  }
  const content = await new BatchRequestContent(steps).getContent();
  const responses = new BatchResponseContent(await client.api("/$batch").post(content)).getResponses();
  const statuses = [...responses.values()].map((response) => response.status);
  outcome.batch = {
    made: statuses.filter((status) => status === 201).length,
    refused: statuses.filter((status) => status === 409).length,
  };
}

// attachments, MIME, the end
{
  const made = await client.api(`${box("member")}/messages`).post({
    subject: "JS file",
    attachments: [
      { "@odata.type": "#microsoft.graph.fileAttachment", name: "note.txt", contentBytes: Buffer.from("What the note says").toString("base64") },
    ],
  });
  const message = `${box("member")}/messages/${made.id}`;
  const whole = await client.api(message).expand("attachments").get();
  outcome.expanded = Buffer.from(whole.attachments[0].contentBytes, "base64").toString();
  outcome.mime = await client.api(`${message}/$value`).responseType("text").get();
  await client.api(`${message}/permanentDelete`).post(null);
  outcome.gone = await client.api(message).get().then(() => 200, (error) => error.statusCode);
}

console.log(JSON.stringify(outcome));
