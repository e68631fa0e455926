package dev.postern.workflow.xml;

/** A text that is not XML or not XPath, a value that cannot be made XML, or one that exceeds a limit. */
public final class XmlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public XmlFailure(String message) {
        super(message);
    }
}
