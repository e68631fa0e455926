package dev.postern.store;

import dev.postern.query.Path;

/**
 * A value inside JSON.
 *
 * @param container an expression for the surrounding JSON; for {@link Path#SELF} the alias of an array's row
 * @param path the path from the container
 * @param fullPath the path from the document, without array steps
 */
record JsonPlace(String container, Path path, Path fullPath) {}
