/** The Office 365 Outlook connector: its operations as requests to Graph, and the responses of Graph as its outputs. */
@NullMarked
package dev.postern.workflow.connector;

import org.jspecify.annotations.NullMarked;
