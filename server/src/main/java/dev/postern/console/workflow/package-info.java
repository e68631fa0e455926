/** The pages about workflows: definitions as graphs, runs with the states of their actions. */
@NullMarked
package dev.postern.console.workflow;

import org.jspecify.annotations.NullMarked;
