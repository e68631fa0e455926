package dev.postern.exchange;

import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a cmdlet's output.
 *
 * @param key unique; defines the order of the rows and where the next page begins
 * @param content created only for rows that are sent
 */
record CmdletRow(String key, Supplier<ObjectNode> content) {}
