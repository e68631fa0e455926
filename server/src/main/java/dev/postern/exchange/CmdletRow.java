package dev.postern.exchange;

import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a cmdlet's output.
 *
 * @param key orders the rows, and tells where the next page begins; unique
 * @param content made only for the rows that are sent
 */
record CmdletRow(String key, Supplier<ObjectNode> content) {}
