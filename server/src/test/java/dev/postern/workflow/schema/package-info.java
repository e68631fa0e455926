@NullMarked
package dev.postern.workflow.schema;

import org.jspecify.annotations.NullMarked;
