/** JSON Schema, with limits on the size of a schema and on the work of a validation. */
@NullMarked
package dev.postern.workflow.schema;

import org.jspecify.annotations.NullMarked;
