// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapHeader;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.phase.Phase;
import org.apache.wss4j.common.WSS4JConstants;
import org.apache.wss4j.dom.message.token.UsernameToken;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Puts a user name token into the header (OASIS Web Services Security UsernameToken Profile 1.1): the password, or with
 * a nonce and the time its digest. The token is WSS4J's; only the header around it is written here, because CXF's own
 * interceptor first makes a DOM of the whole message. Thread-safe.
 */
final class UsernameTokenOut extends AbstractSoapInterceptor {

    private static final String PREFIX = "wsse:";

    private final String username;
    private final String password;
    private final boolean digest;

    UsernameTokenOut(String username, String password, boolean digest) {
        super(Phase.PRE_PROTOCOL);
        this.username = username;
        this.password = password;
        this.digest = digest;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        Document document = DOMUtils.getEmptyDocument();
        Element security = document.createElementNS(WSS4JConstants.WSSE_NS, PREFIX + "Security");
        UsernameToken token = new UsernameToken(
                true, document, digest ? WSS4JConstants.PASSWORD_DIGEST : WSS4JConstants.PASSWORD_TEXT);
        token.setName(username);
        token.setPassword(password);
        token.addWSUNamespace();
        security.appendChild(token.getElement());
        SoapHeader header = new SoapHeader(new QName(WSS4JConstants.WSSE_NS, "Security"), security);
        header.setMustUnderstand(true);
        message.getHeaders().add(header);
    }
}
