@NullMarked
package dev.postern.workflow.engine;

import org.jspecify.annotations.NullMarked;
