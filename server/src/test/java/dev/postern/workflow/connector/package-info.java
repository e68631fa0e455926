@NullMarked
package dev.postern.workflow.connector;

import org.jspecify.annotations.NullMarked;
