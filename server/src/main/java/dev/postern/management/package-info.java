/**
 * What administrators need and no Microsoft API offers: managed identities, which exist there only as part of something else. It
 * knows no SQL.
 */
@NullMarked
package dev.postern.management;

import org.jspecify.annotations.NullMarked;
