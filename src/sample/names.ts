import { Weighted } from "./random.js";

/** A name as it is written and as e-mail addresses write it. */
export interface Name {
  readonly text: string;
  readonly plain: string;
}

export type Culture = "french" | "english" | "other";

/** Letters only, without accents and in lower case: "Marie-Ève" becomes "marieeve". */
export function plain(text: string): string {
  return withoutAccents(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

export function withoutAccents(text: string): string {
  return text
    .replace(/œ/g, "oe")
    .replace(/Œ/g, "Oe")
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
}

/** Most common first; the weight of rank k is 1 / (k + 3)^0.8, a flat Zipf law. */
function names(text: string): Weighted<Name> {
  const items = text
    .trim()
    .split(/\s*,\s*/)
    .map((name) => ({ text: name, plain: plain(name) }));
  return new Weighted(items, (_, rank) => (rank + 3) ** -0.8);
}

export const forenames: Record<Culture, { male: Weighted<Name>; female: Weighted<Name> }> = {
  french: {
    male: names(`
      Michel, Jean, Pierre, André, Daniel, Martin, Alain, François, Éric, Luc, Sylvain, Marc, Stéphane, Patrick, Yves,
      Claude, Mathieu, Benoît, Jacques, Gilles, Robert, Louis, Alexandre, Richard, Simon, Guillaume, Serge, Maxime,
      Mario, Réjean, Normand, Denis, Yvon, Sébastien, Jonathan, Gaétan, David, Frédéric, Nicolas, Vincent, Philippe,
      Dominic, Christian, Pascal, Étienne, Jérôme, Olivier, Samuel, Gabriel, Antoine, Félix, Hugo, Jean-François,
      Jean-Pierre, Marc-André, Pierre-Luc, Jean-Philippe, Charles, Bernard, Raymond, Gérard, Marcel, Roger, Ghislain,
      Carl, Steve, Francis, Bruno, Dany, Yannick, Raphaël, William, Thomas, Alexis, Julien, Xavier, Émile, Zachary,
      Jean-Sébastien, Louis-Philippe, Jean-Guy, Jean-Claude, Jean-Marc, Jean-Luc, Pierre-Olivier, Marc-Antoine,
      Charles-Étienne, Yan, Rémi, Joël, Cédric, Mickaël, Gilbert, Fernand, Lucien, Conrad, Rosaire, Armand, Adélard,
      Tristan, Loïc, Édouard, Laurent, Renaud, Donald, Réal, Guy, Léo, Arnaud, Maurice, Paul, Henri, Victor, Clément`),
    female: names(`
      Sylvie, Nathalie, Isabelle, Julie, Louise, Johanne, Diane, Lise, Manon, Chantal, Caroline, Mélanie, Annie,
      Martine, Line, France, Lucie, Stéphanie, Josée, Hélène, Nicole, Francine, Monique, Marie, Valérie, Carole,
      Geneviève, Catherine, Karine, Suzanne, Ginette, Christine, Linda, Danielle, Pierrette, Marie-Ève, Véronique,
      Patricia, Céline, Brigitte, Émilie, Audrey, Claudette, Jocelyne, Micheline, Andrée, Guylaine, Nancy, Sophie,
      Mélissa, Vanessa, Amélie, Sarah, Jessica, Camille, Gabrielle, Laurence, Ariane, Noémie, Élise, Marie-Claude,
      Marie-Josée, Anne-Marie, Marie-Pier, Marie-France, Anne-Sophie, Marie-Hélène, Claire, Denise, Thérèse, Rita,
      Gisèle, Yvette, Huguette, Jeannine, Colette, Odette, Cécile, Solange, Lorraine, Florence, Alice, Rosalie, Léa,
      Charlotte, Juliette, Béatrice, Mégane, Maude, Joannie, Cindy, Sonia, Pascale, Dominique, Michèle, Édith, Aline,
      Élisabeth, Jacinthe, Marlène, Carmen, Rachel, Sabrina, Myriam, Roxanne, Alexandra, Maryse, Sandra, Marie-Soleil`),
  },
  english: {
    male: names(`
      John, David, Michael, Robert, James, William, Richard, Mark, Brian, Kevin, Paul, Scott, Steven, Andrew, Peter,
      Matthew, Christopher, Ryan, Jason, Daniel, Thomas, Eric, Jeffrey, Gary, Douglas, Donald, Kenneth, Ian, Adam,
      Stephen, Gordon, Bruce, Craig, Trevor, Tyler, Justin, Kyle, Derek, Sean, Patrick, George, Edward, Graham, Neil,
      Benjamin, Nathan, Joshua, Ethan, Liam, Owen, Lucas, Stuart, Wayne, Randy, Todd, Keith, Philip, Colin, Ross, Dean`),
    female: names(`
      Jennifer, Susan, Karen, Linda, Patricia, Sarah, Lisa, Heather, Michelle, Mary, Barbara, Margaret, Elizabeth,
      Sandra, Nancy, Amanda, Laura, Melissa, Kimberly, Deborah, Catherine, Emily, Jessica, Christine, Donna, Amy,
      Angela, Julie, Rebecca, Stephanie, Ashley, Carol, Janet, Lynn, Tracy, Wendy, Katherine, Rachel, Megan, Emma,
      Olivia, Hannah, Samantha, Nicole, Victoria, Diane, Judith, Joan, Allison, Andrea, Erin, Kelly, Shannon, Dawn`),
  },
  other: {
    male: names(`
      Mohamed, Ahmed, Karim, José, Carlos, Wei, Minh, Rajesh, Amir, Youssef, Omar, Hassan, Luis, Juan, Giovanni, Marco,
      Antonio, Nikos, Dimitri, Andrei, Igor, Pavel, Vikram, Arjun, Tuan, Jun, Hao, Samir, Nabil, Rachid, Jean-Baptiste,
      Wilner, Frantz, Emmanuel, Moussa, Ibrahima, Ali, Reza, Farid, Sergio`),
    female: names(`
      Fatima, Maria, Amina, Nadia, Leila, Ana, Sofia, Mei, Linh, Priya, Yasmine, Samira, Khadija, Carmen, Rosa, Lucia,
      Elena, Irina, Olga, Anjali, Thi, Xiu, Zahra, Hanane, Salma, Guerda, Marie-Flore, Nadège, Fabiola, Aïssatou,
      Aminata, Mariam, Soraya, Gabriela, Daniela, Francesca, Giulia, Despina, Katerina, Isabel`),
  },
};

export const surnames: Record<Culture, Weighted<Name>> = {
  french: names(`
    Tremblay, Gagnon, Roy, Côté, Bouchard, Gauthier, Morin, Lavoie, Fortin, Gagné, Ouellet, Pelletier, Bélanger,
    Lévesque, Bergeron, Leblanc, Paquette, Girard, Simard, Boucher, Caron, Beaulieu, Cloutier, Dubé, Poirier, Fournier,
    Lapointe, Leclerc, Lefebvre, Poulin, Thibault, St-Pierre, Nadeau, Martin, Landry, Martel, Bédard, Grenier, Lessard,
    Bernier, Richard, Michaud, Hébert, Desjardins, Couture, Turcotte, Lachance, Parent, Blais, Gosselin, Savard,
    Proulx, Beaudoin, Demers, Perreault, Boudreau, Lemieux, Cyr, Perron, Dufour, Dion, Mercier, Bolduc, Bérubé,
    Boisvert, Langlois, Ménard, Therrien, Plante, Bilodeau, Blanchette, Dubois, Champagne, Paradis, Fortier, Arsenault,
    Dupuis, Gaudreault, Hamel, Houle, Villeneuve, Rousseau, Gravel, Thériault, Lemay, Robert, Allard, Deschênes,
    Giroux, Guay, Leduc, Boivin, Charbonneau, Lambert, Raymond, Vachon, Gilbert, Audet, Jean, Larouche, Legault,
    Trudel, Fontaine, Picard, Labelle, Lacroix, Jacques, Moreau, Carrier, Bernard, Desrosiers, Goulet, Renaud, Dionne,
    Lapierre, Vaillancourt, Fillion, Lalonde, Tessier, Bertrand, Tardif, Lepage, Gingras, Benoît, Rioux, Giguère,
    Drouin, Harvey, Lauzon, Nguyen, Gendron, Boutin, Laflamme, Vallée, Dumont, Breton, Paré, Paquin, Robitaille, Gélinas,
    Duchesne, Lussier, Séguin, Veilleux, Potvin, Gervais, Pépin, Laroche, Morissette, Charron, Lavallée, Laplante,
    Chabot, Brunet, Vézina, Desrochers, Labrecque, Coulombe, Tanguay, Chouinard, Noël, Pouliot, Lacasse, Daigle,
    Marcoux, Lamontagne, Turgeon, Larocque, Roberge, Auger, Masse, Pilon, Racine, Dallaire, Émond, Grégoire,
    Beauregard, Smith, Denis, Lebel, Blouin, Martineau, Labbé, Beauchamp, St-Onge, Charette, Dupont, Létourneau,
    Rodrigue, Cormier, Rivard, Mathieu, Asselin, St-Jean, Plourde, Thibodeau, Bélisle, St-Laurent, Godbout, Desbiens,
    Lavigne, Doucet, Labonté, Marchand, Brassard, Forget, Patel, Marcotte, Béland, Larose, Duval, Archambault, Maltais,
    Trépanier, Laliberté, Bisson, Brisson, Dufresne, Beaudry, Chartrand, Houde, Fréchette, Lafontaine, Guillemette,
    Drolet, Vincent, Richer, Germain, Larivière, Ferland, Trottier, Piché, Boulanger, Sirois, Charest, Provost, Durand,
    Dumas, Soucy, Lamoureux, Lachapelle, Bégin, Boily, Croteau, Savoie, Provencher, Prévost, Duguay, Lemire, Delisle,
    Desmarais, Laberge, Nault, Bourgeois, Lafrance, Lagacé, Daoust, Brault, Castonguay, Vallières, Pellerin, Rivest,
    Brochu, Lépine, Leroux, Larochelle, Brousseau, Sauvé, Laurin, Cadieux, Bouffard, Sacré-Cœur-Roy, L'Heureux,
    L'Écuyer, D'Amours, De Grandpré, De Repentigny, Lœvenbruck`),
  english: names(`
    Smith, Brown, Wilson, MacDonald, Campbell, Johnson, Taylor, Anderson, Williams, Jones, Martin, Stewart, Thompson,
    Robinson, White, Scott, Murphy, Ross, Miller, Reid, McDonald, Clark, Wright, Young, Walker, Hall, Mitchell, Kelly,
    Graham, Fraser, Murray, Morrison, Hamilton, Robertson, Kennedy, Ryan, O'Brien, Sullivan, Moore, Baker, Cameron,
    Bell, Allen, Hill, McLean, Henderson, Shaw, Gordon, Hughes, Simpson, Burke, Wood, Russell, Ferguson, Collins,
    Cooper, Watson, King, Green, Adams, Evans, Grant, Davis, Harris, Lewis, Black, Wallace, Hunter, Marshall, O'Connor,
    McKenzie, Douglas, Armstrong, Crawford, Elliott, Sinclair, Boyd, Gibson, Bailey, Fitzgerald, Doyle, Carter`),
  other: names(`
    Nguyen, Singh, Tran, Li, Chen, Wang, Khan, Patel, Garcia, Rodriguez, Ali, Ahmed, Benali, Haddad, Mohammed, Hassan,
    Diallo, Traoré, Joseph, Pierre, Baptiste, Jean-Louis, Charles, Rossi, Russo, Esposito, Papadopoulos, Popescu,
    Ivanov, Kowalski, Silva, Ferreira, Martinez, Lopez, Gonzalez, Hernandez, Pham, Le, Huang, Zhang, Liu, Lin, Kaur,
    Sharma, Gupta, Ahmadi, Hosseini, Bouzid, Cherkaoui, El Amrani, Mansouri, Saidi, Khoury, Nassar, Kim, Park, Cissé,
    Ndiaye, Kone, Mbaye, Etienne, Desir, Augustin, Louis, Sanchez, Ramirez, Torres, Da Costa, Santos, Pereira`),
};

/** What friends call them, by plain forename. */
export const nicknames: ReadonlyMap<string, string> = new Map(
  `
    michel=Mike, robert=Bob, richard=Rick, alexandre=Alex, alexandra=Alex, frederic=Fred, benoit=Ben, guillaume=Guy,
    mathieu=Mat, maxime=Max, sebastien=Seb, jonathan=Jo, nicolas=Nic, dominic=Dom, vincent=Vince, philippe=Phil,
    christian=Chris, jeanfrancois=Jeff, jeanpierre=JP, marcandre=Marco, pierreluc=Pierre, jeanphilippe=JP,
    charles=Charlie, stephane=Steph, francis=Frank, samuel=Sam, gabriel=Gab, antoine=Tony, raphael=Raph,
    william=Will, zachary=Zac, jeanguy=Ti-Guy, jeansebastien=JS, louisphilippe=LP, edouard=Ed, nathalie=Nat,
    isabelle=Isa, caroline=Caro, melanie=Mel, stephanie=Steph, josee=Jo, valerie=Val, genevieve=Gen, catherine=Cath,
    karine=Kary, suzanne=Suzie, christine=Chris, marieeve=Mève, veronique=Véro, patricia=Pat, brigitte=Bri,
    gabrielle=Gaby, mariejosee=Marie-Jo, annemarie=Anne, mariefrance=Marie, mariehelene=Marie, marieclaude=Marie,
    mariepier=Marie, elisabeth=Babette, therese=Tess, francoise=Fran, melissa=Mel, jessica=Jess, vanessa=Van,
    sabrina=Sab, rosalie=Rosie, john=Jack, michael=Mike, james=Jim, christopher=Chris, andrew=Andy, matthew=Matt,
    steven=Steve, jeffrey=Jeff, donald=Don, kenneth=Ken, stephen=Steve, edward=Ted, benjamin=Ben, nathan=Nate,
    joshua=Josh, philip=Phil, thomas=Tom, daniel=Dan, david=Dave, jennifer=Jen, susan=Sue, margaret=Peggy,
    elizabeth=Liz, sandra=Sandy, amanda=Mandy, kimberly=Kim, deborah=Deb, katherine=Kate, rebecca=Becky,
    samantha=Sam, victoria=Vicky, judith=Judy, mohamed=Mo, emmanuel=Manu`
    .trim()
    .split(/\s*,\s*/)
    .map((pair) => pair.split("=") as [string, string]),
);
